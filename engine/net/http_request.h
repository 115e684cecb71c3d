// A request as an application gets it; gevent's environ. It lives until the application's body has been sent: what is
// to stay longer is copied. Engine's thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "io/address.h"
#include "net/http_fields.h"
#include "net/http_input.h"
#include "net/websocket.h"

namespace green {

class HttpConnection;

class HttpRequest {
public:
    // Made by the server.
    HttpRequest(HttpConnection& connection, HttpInput& body) : connection_(connection), body_(body) {}
    HttpRequest(const HttpRequest&) = delete;
    HttpRequest& operator=(const HttpRequest&) = delete;

    // "GET"
    std::string_view method() const { return method_; }
    // As it came: "/room/caf%C3%A9?since=3"
    std::string_view target() const { return target_; }
    // Before the question mark, with what is written as %XX decoded: "/room/café". Bytes; what they mean is open.
    std::string_view path() const { return path_; }
    // What is after the question mark, as it came: "since=3". See net/url.h.
    std::string_view query() const { return query_; }
    // One value of the query, decoded; none if it has no such name.
    std::optional<std::string> parameter(std::string_view name) const;
    // 10 or 11
    int version() const { return version_; }
    // "GET / HTTP/1.1"
    std::string_view line() const { return line_; }

    const HttpFields& fields() const { return fields_; }
    // The first field of that name; empty if there is none: request["User-Agent"].
    std::string_view operator[](std::string_view name) const { return fields_[name]; }

    // What the client sends after the head; read while it comes.
    HttpInput& body() { return body_; }

    const Address& remote_address() const { return remote_address_; }
    // Where it was asked.
    Address local_address() const;
    // "http" or "https"
    std::string_view scheme() const { return scheme_; }

    // Whether the client asks to go on with WebSocket.
    bool wants_websocket() const;
    // Goes on with it: from now on there are messages instead of an answer, and the connection ends when the
    // application returns. Throws HttpError (400, 426) where the client did not ask for it properly, std::logic_error
    // once an answer was begun.
    WebSocket websocket(const WebSocketOptions& options = {},
                        trace::SourceLocation where = trace::SourceLocation::current());

private:
    friend class HttpConnection;

    HttpConnection& connection_;
    HttpInput& body_;
    std::string_view method_;
    std::string_view target_;
    std::string_view path_;
    std::string_view query_;
    std::string_view line_;
    std::string_view scheme_;
    std::string decoded_path_;
    int version_ = 11;
    HttpFields fields_;
    Address remote_address_;
};

}  // namespace green
