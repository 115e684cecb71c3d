// gevent.ssl: a socket whose bytes are encrypted on their way. A handle; copies are the same connection. It has the
// calls of Socket by which streams are read and written, so that code can be written for either. Engine's thread only.
//
//     green::TlsSocket socket = green::TlsSocket::client(green::create_connection("example.org", 443),
//                                                        green::TlsContext::client(), "example.org");
//     socket.sendall("GET / HTTP/1.0\r\n\r\n");
//
// Timeouts, errors and waits are those of the socket below; what TLS does not agree with throws TlsError. The record
// shows the bytes before they are encrypted.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "io/socket.h"
#include "io/tls_context.h"

namespace green {

class TlsSocket {
public:
    // None.
    TlsSocket() = default;
    // Takes a connected stream socket over and shakes hands; closes it if that fails. `server_name` is the name (or
    // address) that the server's certificate must be for; empty: any.
    static TlsSocket client(Socket socket, const TlsContext& context, const std::string& server_name,
                            trace::SourceLocation where = trace::SourceLocation::current());
    static TlsSocket server(Socket socket, const TlsContext& context,
                            trace::SourceLocation where = trace::SourceLocation::current());

    // The next bytes, at most so many; empty at the end. A connection that ends without TLS having said so counts as
    // its end, as with gevent: who needs to know must see from the data whether that was all.
    std::string recv(std::size_t most, trace::SourceLocation where = trace::SourceLocation::current());
    std::size_t recv_into(std::span<char> buffer, trace::SourceLocation where = trace::SourceLocation::current());
    // All of it. The timeout limits the whole call.
    void sendall(std::string_view data, trace::SourceLocation where = trace::SourceLocation::current());
    void sendall(std::span<const std::string_view> pieces,
                 trace::SourceLocation where = trace::SourceLocation::current());

    // Ends TLS on both sides, and gives back the socket below, which is still connected. This one is closed then.
    Socket unwrap(trace::SourceLocation where = trace::SourceLocation::current());
    // Tells the other side that this is the end, as far as that needs no waiting, and closes the socket.
    void close(trace::SourceLocation where = trace::SourceLocation::current());

    void set_timeout(std::optional<std::chrono::nanoseconds> timeout);
    std::optional<std::chrono::nanoseconds> timeout() const;

    bool closed() const;
    // The socket below. What is read or written there by others breaks the connection.
    const Socket& socket() const;
    // "TLSv1.3"
    std::string version() const;
    std::string cipher() const;
    // The application protocol that both speak; empty if they agreed on none.
    std::string protocol() const;
    // Of a server's side: what the client asked for; empty if it did not say.
    std::string server_name() const;
    // Whose certificate the other side showed ("CN=localhost"); none if it showed none.
    std::optional<std::string> peer_subject() const;
    explicit operator bool() const { return core_ != nullptr; }
    friend bool operator==(const TlsSocket& a, const TlsSocket& b) { return a.core_ == b.core_; }

private:
    class Core;
    explicit TlsSocket(std::shared_ptr<Core> core) : core_(std::move(core)) {}

    std::shared_ptr<Core> core_;
};

// For a StreamServer: shakes hands with each client before it is handled.
std::function<void(Socket, const Address&)> with_tls(const TlsContext& context,
                                                     std::function<void(TlsSocket, const Address&)> handler);

}  // namespace green
