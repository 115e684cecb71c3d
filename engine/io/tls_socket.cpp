#include "io/tls_socket.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "io/tls_library.h"

namespace green {

using trace::Kind;
using trace::WaitReason;

namespace {

[[noreturn]] void fail(int error, const char* call) { throw std::system_error(error, std::generic_category(), call); }

// How OpenSSL reaches the socket: as Socket does it, so that no signal comes from it. It has such things too, but for
// those a closed peer is a SIGPIPE.
struct Wire {
    Socket socket;
    int error = 0;  // of the last call, unless it only would have had to wait
    bool ended = false;

    static Wire& of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

    template <class Call>
    int attempt(BIO* bio, int retry, Call&& call) {
        BIO_clear_retry_flags(bio);
        for (;;) {
            const auto count = call();
            if (count >= 0) return static_cast<int>(count);
            if (errno == EINTR) continue;
            if (errno == EAGAIN)
                BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
            else
                error = errno;
            return -1;
        }
    }
    static int read(BIO* bio, char* buffer, int size) {
        auto& wire = of(bio);
        const auto number = wire.socket.fileno();
        const int count = wire.attempt(bio, BIO_FLAGS_READ,
                                       [&] { return ::recv(number, buffer, static_cast<std::size_t>(size), 0); });
        wire.ended = count == 0;
        return count;
    }
    static int write(BIO* bio, const char* data, int size) {
        auto& wire = of(bio);
        const auto number = wire.socket.fileno();
        return wire.attempt(bio, BIO_FLAGS_WRITE,
                            [&] { return ::send(number, data, static_cast<std::size_t>(size), MSG_NOSIGNAL); });
    }
    static long control(BIO* bio, int what, long, void*) {
        if (what == BIO_CTRL_EOF) return of(bio).ended ? 1 : 0;
        return what == BIO_CTRL_FLUSH ? 1 : 0;
    }
};

using Method = std::unique_ptr<BIO_METHOD, detail::Free<BIO_meth_free>>;

Method make_method() {
    Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "green socket"));
    if (!method) fail_tls("TLS");
    BIO_meth_set_read(method.get(), Wire::read);
    BIO_meth_set_write(method.get(), Wire::write);
    BIO_meth_set_ctrl(method.get(), Wire::control);
    BIO_meth_set_create(method.get(), [](BIO* bio) {
        BIO_set_init(bio, 1);
        return 1;
    });
    return method;
}

// One for all: OpenSSL has only so many.
const BIO_METHOD& method() {
    static const Method made = make_method();
    return *made;
}

bool is_numeric(const std::string& host) { return !host.empty() && Address::numeric(host, 0).has_value(); }

}  // namespace

class TlsSocket::Core {
public:
    Core(Socket socket, const TlsContext& context)
        : contexts_{context}, wire_{std::move(socket)}, native_(SSL_new(context.core().native.get())) {
        BIO* bio = native_ ? BIO_new(&method()) : nullptr;
        if (!bio) fail_tls("TLS");
        BIO_set_data(bio, &wire_);
        SSL_set_bio(native_.get(), bio, bio);
        SSL_set_app_data(native_.get(), &contexts_);
        if (context.side() == TlsContext::Side::Server)
            SSL_set_accept_state(native_.get());
        else
            SSL_set_connect_state(native_.get());
    }

    Socket& socket() { return wire_.socket; }
    // Throws EBADF once it has been unwrapped.
    SocketCore& below(const char* call) {
        if (!wire_.socket) fail(EBADF, call);
        return wire_.socket.core();
    }
    SSL* native() const { return native_.get(); }
    void expect(const std::string& server_name) {
        if (server_name.empty()) return;
        const bool numeric = is_numeric(server_name);
        const bool known = numeric
                               ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(native_.get()), server_name.c_str()) == 1
                               : SSL_set_tlsext_host_name(native_.get(), server_name.c_str()) == 1 &&
                                     SSL_set1_host(native_.get(), server_name.c_str()) == 1;
        if (!known) fail_tls(server_name);
    }

    void shake_hands(trace::SourceLocation where) {
        SocketCore::Limit limit(below("handshake"));
        const int done = go_on("handshake", WaitReason::Handshake, WaitReason::Handshake, &limit, where,
                               [this] { return SSL_do_handshake(native_.get()); });
        if (done == 0) throw TlsError("handshake: the other side closed the connection");
        is_ready_ = true;
    }
    std::size_t read(std::span<char> buffer, trace::SourceLocation where) {
        if (buffer.empty()) return 0;
        const int most = static_cast<int>(std::min<std::size_t>(buffer.size(), INT_MAX));
        const int count = go_on("read", WaitReason::Receive, WaitReason::Send, nullptr, where,
                                [&] { return SSL_read(native_.get(), buffer.data(), most); });
        socket().core().record_bytes(Kind::Receive, {buffer.data(), static_cast<std::size_t>(count)}, where);
        return static_cast<std::size_t>(count);
    }
    void write(std::string_view data, SocketCore::Limit& limit, trace::SourceLocation where) {
        while (!data.empty()) {
            const int most = static_cast<int>(std::min<std::size_t>(data.size(), INT_MAX));
            const auto count =
                static_cast<std::size_t>(go_on("write", WaitReason::Receive, WaitReason::Send, &limit, where,
                                               [&] { return SSL_write(native_.get(), data.data(), most); }));
            if (count == 0) fail(EPIPE, "write");
            socket().core().record_bytes(Kind::Send, data.substr(0, count), where);
            data.remove_prefix(count);
        }
    }
    void end(trace::SourceLocation where) {
        SocketCore::Limit limit(below("unwrap"));
        go_on("unwrap", WaitReason::Receive, WaitReason::Send, &limit, where, [this] {
            // The first call tells the other side, the second waits to be told.
            const int told = SSL_shutdown(native_.get());
            return told == 0 ? SSL_shutdown(native_.get()) : told;
        });
        is_ready_ = false;
    }
    // Without waiting, and whatever becomes of it: the socket is closed next.
    void say_goodbye() {
        if (!is_ready_ || socket().closed()) return;
        is_ready_ = false;
        ERR_clear_error();
        SSL_shutdown(native_.get());
        ERR_clear_error();
    }

private:
    // Repeats the call until it is done; waits where it says that it would have to. 0 at the end of the connection. The
    // limit is that of the whole call, or else each wait has the socket's.
    template <class Call>
    int go_on(const char* name, WaitReason read_reason, WaitReason write_reason, SocketCore::Limit* limit,
              trace::SourceLocation where, Call&& call) {
        auto& core = below(name);
        for (;;) {
            core.open_descriptor(name);
            ERR_clear_error();
            wire_.error = 0;
            const int result = call();
            if (result > 0) return result;
            switch (SSL_get_error(native_.get(), result)) {
                case SSL_ERROR_WANT_READ:
                    limit ? core.wait_read(read_reason, *limit, where) : core.wait_read(read_reason, where);
                    break;
                case SSL_ERROR_WANT_WRITE:
                    limit ? core.wait_write(write_reason, *limit, where) : core.wait_write(write_reason, where);
                    break;
                case SSL_ERROR_ZERO_RETURN: return 0;
                default: has_failed(name); return 0;
            }
        }
    }
    // Returns where the connection ended without a word.
    void has_failed(const char* name) {
        // Nothing may be said any more after that.
        is_ready_ = false;
        if (wire_.error != 0) {
            ERR_clear_error();
            fail(wire_.error, name);
        }
        if (wire_.ended) {
            ERR_clear_error();
            return;
        }
        const auto verified = SSL_get_verify_result(native_.get());
        const auto complaint = take_tls_complaint();
        if (verified == X509_V_OK) throw TlsError(std::string(name) + ": " + complaint);
        throw TlsError(std::string(name) + ": " + complaint + ": " + X509_verify_cert_error_string(verified));
    }

    ContextsInUse contexts_;
    Wire wire_;
    std::unique_ptr<SSL, detail::Free<SSL_free>> native_;
    bool is_ready_ = false;  // hands were shaken, and nothing has failed since
};

namespace {

// A socket that was taken over belongs to nobody else.
template <class Handshake>
void or_close(Socket& socket, trace::SourceLocation where, Handshake&& handshake) {
    try {
        handshake();
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        socket.close(where);
        throw;
    }
}

}  // namespace

TlsSocket TlsSocket::client(Socket socket, const TlsContext& context, const std::string& server_name,
                            trace::SourceLocation where) {
    if (context.side() != TlsContext::Side::Client) throw ValueError("the context is that of a server");
    std::shared_ptr<Core> core;
    or_close(socket, where, [&] {
        core = std::make_shared<Core>(socket, context);
        core->expect(server_name);
        core->shake_hands(where);
    });
    return TlsSocket(std::move(core));
}

TlsSocket TlsSocket::server(Socket socket, const TlsContext& context, trace::SourceLocation where) {
    if (context.side() != TlsContext::Side::Server) throw ValueError("the context is that of a client");
    std::shared_ptr<Core> core;
    or_close(socket, where, [&] {
        core = std::make_shared<Core>(socket, context);
        core->shake_hands(where);
    });
    return TlsSocket(std::move(core));
}

// The handle may go while its greenlet waits: what is used after that is the core, which is held.

std::size_t TlsSocket::recv_into(std::span<char> buffer, trace::SourceLocation where) {
    const auto core = core_;
    return core->read(buffer, where);
}

std::string TlsSocket::recv(std::size_t most, trace::SourceLocation where) {
    const auto core = core_;
    // No record of TLS is larger, and a read never returns more than one.
    constexpr std::size_t largest = 16384;
    const auto size = std::min(most, largest);
    const std::unique_ptr<char[]> buffer(new char[size]);
    return {buffer.get(), core->read({buffer.get(), size}, where)};
}

void TlsSocket::sendall(std::string_view data, trace::SourceLocation where) {
    const auto core = core_;
    SocketCore::Limit limit(core->below("sendall"));
    core->write(data, limit, where);
}

void TlsSocket::sendall(std::span<const std::string_view> pieces, trace::SourceLocation where) {
    const auto core = core_;
    SocketCore::Limit limit(core->below("sendall"));
    // Small pieces share a record, which is what costs.
    constexpr std::size_t largest = 16384;
    std::string together;
    for (const auto piece : pieces) {
        if (together.size() + piece.size() > largest) {
            core->write(together, limit, where);
            together.clear();
        }
        if (piece.size() > largest)
            core->write(piece, limit, where);
        else
            together += piece;
    }
    core->write(together, limit, where);
}

Socket TlsSocket::unwrap(trace::SourceLocation where) {
    const auto core = core_;
    core->end(where);
    return std::exchange(core->socket(), Socket());
}

void TlsSocket::close(trace::SourceLocation where) {
    if (!core_) return;
    const auto core = core_;
    core->say_goodbye();
    core->socket().close(where);
}

void TlsSocket::set_timeout(std::optional<std::chrono::nanoseconds> timeout) {
    core_->below("settimeout");
    core_->socket().set_timeout(timeout);
}
std::optional<std::chrono::nanoseconds> TlsSocket::timeout() const { return core_->below("gettimeout").timeout(); }
bool TlsSocket::closed() const { return !core_ || core_->socket().closed(); }
const Socket& TlsSocket::socket() const { return core_->socket(); }
std::string TlsSocket::version() const { return SSL_get_version(core_->native()); }
std::string TlsSocket::cipher() const { return SSL_get_cipher_name(core_->native()); }

std::string TlsSocket::protocol() const {
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(core_->native(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string TlsSocket::server_name() const {
    const char* name = SSL_get_servername(core_->native(), TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

std::optional<std::string> TlsSocket::peer_subject() const {
    const X509* certificate = SSL_get0_peer_certificate(core_->native());
    if (!certificate) return std::nullopt;
    const std::unique_ptr<BIO, detail::Free<BIO_free>> text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    char* data = nullptr;
    const auto size = BIO_get_mem_data(text.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::function<void(Socket, const Address&)> with_tls(const TlsContext& context,
                                                     std::function<void(TlsSocket, const Address&)> handler) {
    return [context, handler = std::move(handler)](Socket client, const Address& from) {
        auto encrypted = TlsSocket::server(std::move(client), context);
        handler(encrypted, from);
        encrypted.close();
    };
}

}  // namespace green
