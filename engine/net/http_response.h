// start_response of gevent.pywsgi, and the `write` that it gives. Engine's thread only.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include "trace/source_location.h"

#include "net/http_fields.h"

namespace green {

class HttpConnection;

// Sends pieces of the body at once, each as a chunk where the client knows chunks. A handle that is good until the
// application has returned.
class HttpWriter {
public:
    explicit HttpWriter(HttpConnection& connection) : connection_(&connection) {}
    // Throws std::system_error when the client has gone, std::logic_error for more than the length that was announced,
    // and for a body where there is none (204, 304).
    void operator()(std::string_view piece, trace::SourceLocation where = trace::SourceLocation::current()) const;

private:
    HttpConnection* connection_;
};

// Says what the answer is: start_response("200 OK", {{"Content-Type", "text/html"}}). Nothing is sent before the body's
// first piece is there, or its end; until then it may be called again, and the last call counts.
//
// The server adds the length where it knows it, chunks where it does not (a client of HTTP/1.0 gets the connection's
// end instead), and the date. "Connection: close" is obeyed.
class StartResponse {
public:
    explicit StartResponse(HttpConnection& connection) : connection_(&connection) {}
    // Throws ValueError for what is no status ("404 Not Found"), and for names and values that no field can have
    // (newlines in them), Transfer-Encoding, and two lengths; std::logic_error when the head has been sent.
    HttpWriter operator()(std::string_view status, std::span<const HttpField> fields) const;
    HttpWriter operator()(std::string_view status, std::initializer_list<HttpField> fields = {}) const {
        return (*this)(status, std::span(fields.begin(), fields.size()));
    }
    // Whether the head has been sent.
    bool sent() const;

private:
    HttpConnection* connection_;
};

}  // namespace green
