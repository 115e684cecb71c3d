// A connection, encrypted or not: what HTTP and WebSocket are spoken over. A handle; copies are the same connection.
// Calls, waits and errors are those of Socket and TlsSocket. Engine's thread only.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include "trace/source_location.h"

#include "io/socket.h"
#include "io/tls_socket.h"
#include "net/url.h"

namespace green {

class StreamSocket {
public:
    StreamSocket() = default;
    StreamSocket(Socket socket) : socket_(std::move(socket)) {}
    StreamSocket(TlsSocket socket) : socket_(std::move(socket)) {}

    bool is_encrypted() const { return std::holds_alternative<TlsSocket>(socket_); }
    // The socket itself, or that below TLS.
    const Socket& socket() const {
        const auto* encrypted = std::get_if<TlsSocket>(&socket_);
        return encrypted ? encrypted->socket() : std::get<Socket>(socket_);
    }
    // 0 at the end.
    std::size_t recv_into(std::span<char> buffer, trace::SourceLocation where) {
        if (auto* encrypted = std::get_if<TlsSocket>(&socket_)) return encrypted->recv_into(buffer, where);
        return std::get<Socket>(socket_).recv_into(buffer, 0, where);
    }
    void sendall(std::span<const std::string_view> pieces, trace::SourceLocation where) {
        std::visit([&](auto& socket) { socket.sendall(pieces, where); }, socket_);
    }
    void sendall(std::string_view data, trace::SourceLocation where) {
        if (auto* encrypted = std::get_if<TlsSocket>(&socket_)) return encrypted->sendall(data, where);
        std::get<Socket>(socket_).sendall(data, 0, where);
    }
    void set_timeout(std::optional<std::chrono::nanoseconds> timeout) {
        std::visit([&](auto& socket) { socket.set_timeout(timeout); }, socket_);
    }
    void close(trace::SourceLocation where) {
        std::visit([&](auto& socket) { socket.close(where); }, socket_);
    }
    bool closed() const {
        return std::visit([](const auto& socket) { return socket.closed(); }, socket_);
    }

private:
    std::variant<Socket, TlsSocket> socket_;
};

// Connects to the host of a URL, and shakes hands where its scheme is https or wss: with that context, or else trusting
// whom the system trusts. The timeout is that of each attempt to connect, and of the socket afterwards. Throws
// ResolveError, std::system_error, SocketTimeout, TlsError.
StreamSocket open_stream(const Url& url, const std::optional<TlsContext>& tls,
                         std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where);

}  // namespace green
