// A WebSocket connection (RFC 6455), of a server's side or a client's. A handle; copies are the same connection.
// Engine's thread only.
//
//     green::WebSocket socket = request.websocket();   // in an application of HttpServer
//     while (auto message = socket.receive()) socket.send("you said " + message->data);
//
//     auto socket = green::WebSocket::connect("ws://127.0.0.1:8000/ticker");
//     green::print("{}", socket.receive()->data);
//
// One greenlet may receive while others send; senders wait for each other. Pings are answered, and pongs taken, while
// somebody receives.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include "trace/source_location.h"

#include "io/tls_context.h"
#include "net/stream_socket.h"

namespace green {

struct WebSocketOptions {
    // Of a message that is received, in bytes; a longer one ends the connection (1009).
    std::size_t max_message = std::size_t{1024} * 1024;
    // Of these the server takes the first that the client has offered too; a client offers them all.
    std::vector<std::string> protocols = {};
    // Of each wait to send, and of the other side's goodbye. None: for ever.
    std::optional<std::chrono::nanoseconds> timeout = std::chrono::seconds(30);
    // Of a client.
    std::optional<TlsContext> tls = {};
};

struct WebSocketMessage {
    std::string data;
    bool is_text = true;  // else binary
};

// The other side does not speak WebSocket, or not properly. The connection is closed.
class WebSocketError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
// It is closed, and can't be sent to any more.
class WebSocketClosed : public WebSocketError {
public:
    using WebSocketError::WebSocketError;
};

class WebSocket {
public:
    // None: for a variable that gets one later.
    WebSocket() = default;
    // ws:// or wss:// (with the options' TLS, else with whom the system trusts). Throws ValueError, ResolveError,
    // std::system_error, TlsError, or WebSocketError where the server declines.
    static WebSocket connect(const std::string& url, const WebSocketOptions& options = {},
                             trace::SourceLocation where = trace::SourceLocation::current());

    // The next message, whole, however it was cut in pieces; none once the connection is closed, by whomever, or has
    // broken. Throws WebSocketError for what is no WebSocket, or too long; the connection is closed then.
    std::optional<WebSocketMessage> receive(trace::SourceLocation where = trace::SourceLocation::current());
    // Throws WebSocketClosed, also where the connection breaks or the other side takes nothing for too long; ValueError
    // for a text that is not UTF-8.
    void send(std::string_view text, trace::SourceLocation where = trace::SourceLocation::current());
    void send_binary(std::string_view data, trace::SourceLocation where = trace::SourceLocation::current());
    // At most 125 bytes (ValueError).
    void ping(std::string_view data = {}, trace::SourceLocation where = trace::SourceLocation::current());
    // Says goodbye, and waits until the other side has said it too; whoever receives is told that it was the end.
    // Silent for one that is closed. Throws nothing for a connection that has broken.
    void close(std::uint16_t code = 1000, std::string_view reason = {},
               trace::SourceLocation where = trace::SourceLocation::current());

    bool closed() const;
    // What the other side said when it closed: 1000, 1001, …; 1005 if it gave no code, 1006 if it was gone without a
    // word. 0 while it is open.
    std::uint16_t close_code() const;
    const std::string& close_reason() const;
    // Which of the protocols both speak; empty for none.
    const std::string& protocol() const;
    // The connection below.
    const Socket& socket() const;
    explicit operator bool() const { return core_ != nullptr; }
    friend bool operator==(const WebSocket& a, const WebSocket& b) { return a.core_ == b.core_; }

    // Of a connection on which both sides have agreed already. `unread`: what was read of it too far.
    enum class Side : std::uint8_t { Server, Client };
    WebSocket(StreamSocket stream, Side side, std::string unread, std::string protocol,
              const WebSocketOptions& options);

private:
    class Core;
    std::shared_ptr<Core> core_;
};

}  // namespace green
