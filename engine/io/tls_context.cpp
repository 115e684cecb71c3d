#include "io/tls_context.h"

#include <openssl/pem.h>

#include <utility>

#include "io/tls_library.h"

namespace green {

namespace {

using Bio = std::unique_ptr<BIO, detail::Free<BIO_free>>;
using Certificate = std::unique_ptr<X509, detail::Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, detail::Free<EVP_PKEY_free>>;

Bio memory(std::string_view text) {
    Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) fail_tls("TLS");
    return bio;
}

Certificate next_certificate(BIO& bio) { return Certificate(PEM_read_bio_X509(&bio, nullptr, nullptr, nullptr)); }

// OpenSSL complains that there are no more of them.
void no_more_certificates() { ERR_clear_error(); }

// Never asks on the terminal for the password of a key that has one.
int no_password(char*, int, int, void*) { return 0; }

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void* core) {
    const auto& own = static_cast<const TlsContext::Core*>(core)->protocols;
    unsigned char* found = nullptr;
    const int agreed = SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(own.data()),
                                             static_cast<unsigned int>(own.size()), offered, offered_size);
    *chosen = found;
    return agreed == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

int choose_context(SSL* connection, int*, void* core) {
    const auto& choose = static_cast<const TlsContext::Core*>(core)->choose;
    const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
    if (!choose || !name) return SSL_TLSEXT_ERR_OK;
    try {
        if (auto other = choose(name)) {
            SSL_set_SSL_CTX(connection, other->core().native.get());
            static_cast<ContextsInUse*>(SSL_get_app_data(connection))->push_back(std::move(*other));
        }
        return SSL_TLSEXT_ERR_OK;
    } catch (const std::exception&) {
        // No exception may go through C.
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
}

}  // namespace

std::string take_tls_complaint() {
    const auto code = ERR_peek_last_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    return reason ? reason : "unknown error";
}

void fail_tls(const std::string& what) { throw TlsError(what + ": " + take_tls_complaint()); }

TlsContext::TlsContext(Side side) : core_(std::make_shared<Core>()) {
    core_->side = side;
    core_->native.reset(SSL_CTX_new(side == Side::Client ? TLS_client_method() : TLS_server_method()));
    if (!core_->native) fail_tls("TLS");
    auto* native = core_->native.get();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    // A write that has to wait may go on with the same bytes at another place, and may end before all are written.
    SSL_CTX_set_mode(native, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY |
                                 SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_default_passwd_cb(native, no_password);
    set_verify(side == Side::Client ? Verify::Required : Verify::None);
    if (side == Side::Client) return;
    // A server that resumes connections must say what they belong to.
    constexpr unsigned char name[] = "greenscope";
    SSL_CTX_set_session_id_context(native, name, sizeof name - 1);
    SSL_CTX_set_tlsext_servername_callback(native, choose_context);
    SSL_CTX_set_tlsext_servername_arg(native, core_.get());
}

TlsContext TlsContext::client() {
    TlsContext context(Side::Client);
    context.trust_system();
    return context;
}

TlsContext::Side TlsContext::side() const { return core_->side; }

void TlsContext::use_certificate(std::string_view certificates, std::string_view key) {
    auto* native = core_->native.get();
    const auto text = memory(certificates);
    const auto own = next_certificate(*text);
    if (!own || SSL_CTX_use_certificate(native, own.get()) != 1) fail_tls("certificate");
    SSL_CTX_clear_chain_certs(native);
    while (const auto between = next_certificate(*text))
        if (SSL_CTX_add1_chain_cert(native, between.get()) != 1) fail_tls("certificate");
    no_more_certificates();
    const auto key_text = memory(key);
    const Key private_key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_password, nullptr));
    if (!private_key || SSL_CTX_use_PrivateKey(native, private_key.get()) != 1 ||
        SSL_CTX_check_private_key(native) != 1)
        fail_tls("private key");
}

void TlsContext::use_certificate_files(const std::string& certificates, const std::string& key) {
    auto* native = core_->native.get();
    if (SSL_CTX_use_certificate_chain_file(native, certificates.c_str()) != 1) fail_tls(certificates);
    if (SSL_CTX_use_PrivateKey_file(native, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(native) != 1)
        fail_tls(key);
}

void TlsContext::trust(std::string_view certificates) {
    const auto text = memory(certificates);
    auto* store = SSL_CTX_get_cert_store(core_->native.get());
    int count = 0;
    while (const auto certificate = next_certificate(*text)) {
        if (X509_STORE_add_cert(store, certificate.get()) != 1) fail_tls("certificate");
        ++count;
    }
    if (count == 0) fail_tls("certificate");
    no_more_certificates();
}

void TlsContext::trust_file(const std::string& path) {
    if (SSL_CTX_load_verify_locations(core_->native.get(), path.c_str(), nullptr) != 1) fail_tls(path);
}

void TlsContext::trust_system() {
    if (SSL_CTX_set_default_verify_paths(core_->native.get()) != 1) fail_tls("the system's certificates");
}

void TlsContext::set_verify(Verify verify) {
    const int mode = verify == Verify::None      ? SSL_VERIFY_NONE
                     : verify == Verify::IfShown ? SSL_VERIFY_PEER
                                                 : SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(core_->native.get(), mode, nullptr);
}

void TlsContext::set_protocols(const std::vector<std::string>& protocols) {
    constexpr std::size_t longest = 255;
    std::string wire;
    for (const auto& protocol : protocols) {
        if (protocol.empty() || protocol.size() > longest) throw TlsError("no protocol's name: '" + protocol + "'");
        wire += static_cast<char>(protocol.size()) + protocol;
    }
    core_->protocols = wire;
    auto* native = core_->native.get();
    if (core_->side == Side::Server)
        SSL_CTX_set_alpn_select_cb(native, choose_protocol, core_.get());
    else
        SSL_CTX_set_alpn_protos(native, reinterpret_cast<const unsigned char*>(wire.data()),
                                static_cast<unsigned int>(wire.size()));
}

void TlsContext::choose_by_name(std::function<std::optional<TlsContext>(const std::string&)> choose) {
    core_->choose = std::move(choose);
}

}  // namespace green
