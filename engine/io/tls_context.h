// What several TLS connections have in common: certificates, whom to trust, and which protocols to speak. A handle;
// copies are the same context. Engine's thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace green {

// What TLS itself does not agree with: "certificate verify failed: self-signed certificate". Python's SSLError.
class TlsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class TlsContext {
public:
    enum class Side { Client, Server };
    // Whether the other side has to show a certificate that is trusted.
    enum class Verify { None, IfShown, Required };

    // TLS 1.2 or later. A client verifies the server, and trusts nobody yet; a server asks for nothing.
    explicit TlsContext(Side side);
    // A client that trusts whom the system trusts.
    static TlsContext client();

    // Its own certificate (with those between it and the root, in this order) and private key: PEM. Throws TlsError.
    void use_certificate(std::string_view certificates, std::string_view key);
    void use_certificate_files(const std::string& certificates, const std::string& key);
    // Whose signatures count: PEM, one or more. Throws TlsError.
    void trust(std::string_view certificates);
    void trust_file(const std::string& path);
    void trust_system();
    void set_verify(Verify verify);
    // Application protocols that it speaks, the preferred one first: "http/1.1". A server takes the first of its own
    // that the client has too, and goes on without one if there is none.
    void set_protocols(const std::vector<std::string>& protocols);
    // A server's other names: which context to use for a client that asks for that one; none: this. Called in the
    // handshake; it must not wait.
    void choose_by_name(std::function<std::optional<TlsContext>(const std::string& name)> choose);

    Side side() const;

    struct Core;
    Core& core() const { return *core_; }

private:
    std::shared_ptr<Core> core_;
};

}  // namespace green
