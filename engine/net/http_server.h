// gevent.pywsgi: a server of HTTP/1.1. An application is called with each request, in the greenlet of its connection.
// A handle; copies are the same server. Engine's thread only.
//
//     green::HttpServer server(green::Address("127.0.0.1", 8000),
//                              [](green::HttpRequest& request, green::StartResponse start_response) {
//         start_response("200 OK", {{"Content-Type", "text/html"}});
//         return "Hello, " + std::string(request.path());
//     });
//     server.serve_forever();
//
// Pieces are sent as they are made, by what the application gives back (HttpBody), or by the function that
// start_response returns:
//
//     auto write = start_response("200 OK");
//     for (int n = 0; n < 10; ++n) {
//         write(fmt::format("{}\n", n));
//         green::sleep(1s);
//     }
//     return green::HttpBody();
//
// What an application raises is reported as the hub reports errors, and answered with 500; an HttpError with its own
// status. If the head has been sent already, the connection is closed instead. Requests that are no proper ones are
// answered without the application: 400, 408, 413, 414, 417, 431, 501, 505. Connections that break are nobody's error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "io/address.h"
#include "io/socket.h"
#include "io/tls_context.h"
#include "net/http_body.h"
#include "net/http_error.h"
#include "net/http_request.h"
#include "net/http_response.h"
#include "net/stream_server.h"
#include "net/url.h"

namespace green {

struct HttpLimits {
    // In bytes. A longer request line is answered with 414, a longer head with 431, a longer body with 413.
    std::size_t request_line = 8192;
    std::size_t head = std::size_t{32} * 1024;
    std::uint64_t body = std::uint64_t{16} * 1024 * 1024;
    // Times are looked at now and then: what takes too long ends at most a quarter of the shortest of them later.
    // Until a request's head is there from its first byte on, TLS's handshake included; then 408.
    std::chrono::nanoseconds head_time = std::chrono::seconds(30);
    // Of each wait for more of a body; then 408.
    std::chrono::nanoseconds body_time = std::chrono::seconds(30);
    // For the first byte of the next request; the connection is closed then.
    std::chrono::nanoseconds idle_time = std::chrono::seconds(75);
    // Of each piece that is sent, until the client has taken it; the connection is closed then.
    std::chrono::nanoseconds send_time = std::chrono::seconds(60);
};

struct HttpServerOptions {
    // How connections get their greenlets, the backlog, and how long `stop` waits.
    ServerOptions connections = {.handler_name = "http"};
    HttpLimits limits = {};
    // https
    std::optional<TlsContext> tls = {};
    // Gets a line for each answer, as gevent writes it: 127.0.0.1 - - [2026-11-23 12:00:00] "GET / HTTP/1.1" 200 5
    // 0.000321 (bytes of the body, seconds). None: nothing is logged. Called in the connection's greenlet.
    std::function<void(std::string_view line)> log = {};
};

class HttpService;

class HttpServer {
public:
    using Application = std::function<HttpBody(HttpRequest&, StartResponse)>;

    // As StreamServer's.
    HttpServer(const Address& address, Application application, const HttpServerOptions& options = {},
               trace::SourceLocation where = trace::SourceLocation::current());
    HttpServer(const Socket& listener, Application application, const HttpServerOptions& options = {},
               trace::SourceLocation where = trace::SourceLocation::current());
    // As StreamServer's.
    void start(trace::SourceLocation where = trace::SourceLocation::current());
    // Accepts no more. Connections without a request are closed; others when theirs is answered.
    void close(trace::SourceLocation where = trace::SourceLocation::current()) { server_.close(where); }
    // The same; with a pool it then waits until all connections have ended, and kills those that have not when the time
    // is over (none given: the options' stop_timeout).
    void stop(std::optional<std::chrono::nanoseconds> timeout = {},
              trace::SourceLocation where = trace::SourceLocation::current()) {
        server_.stop(timeout, where);
    }
    // Starts it if need be, waits until somebody stops it, and then stops it as `stop` does.
    void serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout = {},
                       trace::SourceLocation where = trace::SourceLocation::current());

    bool started() const { return server_.started(); }
    bool accepting() const { return server_.accepting(); }
    bool closed() const { return server_.closed(); }
    // Where it listens; after `start` with the real port.
    Address address() const { return server_.address(); }
    // "http://127.0.0.1:8000"
    std::string url() const;
    // How many connections there are now.
    std::size_t connections() const;
    // How many requests were answered since it was made, those included that were none.
    std::uint64_t requests() const;
    // Empty without one.
    std::optional<Pool> pool() const { return server_.pool(); }

    friend bool operator==(const HttpServer& a, const HttpServer& b) { return a.server_ == b.server_; }
    friend std::string repr(const HttpServer& server) { return repr(server.server_); }

private:
    std::shared_ptr<HttpService> service_;
    StreamServer server_;
};

}  // namespace green
