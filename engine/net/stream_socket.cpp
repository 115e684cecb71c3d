#include "net/stream_socket.h"

#include "io/resolver.h"

namespace green {

StreamSocket open_stream(const Url& url, const std::optional<TlsContext>& tls,
                         std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where) {
    auto socket = create_connection(url.host, url.port, {.timeout = timeout}, where);
    socket.set_nodelay();
    if (url.scheme != "https" && url.scheme != "wss") return socket;
    return TlsSocket::client(std::move(socket), tls ? *tls : TlsContext::client(), url.host, where);
}

}  // namespace green
