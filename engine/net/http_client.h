// A client of HTTP/1.1: asks, and waits for the whole answer while others run. Engine's thread only.
//
//     green::HttpResponse answer = green::http_get("http://127.0.0.1:8000/time", {.timeout = 2s});
//     if (answer.status == 200) green::print("{}", green::parse_json(answer.body).at("now").as_string().c_str());
//
// Redirects are not followed: they are answers as others are.
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

#include "hub/timeout.h"
#include "io/tls_context.h"
#include "net/http_fields.h"
#include "net/url.h"

namespace green {

// The server does not speak HTTP, or not properly, or its answer is longer than the limit, or broke off.
class HttpClientError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct HttpClientOptions {
    // Of the whole call: a SocketTimeout then. None: for ever.
    std::optional<std::chrono::nanoseconds> timeout = std::chrono::seconds(30);
    // Besides Host, Content-Length, Connection and Accept-Encoding, which are there already.
    std::vector<HttpField> fields = {};
    // Of an answer's body, in bytes.
    std::uint64_t max_body = std::uint64_t{64} * 1024 * 1024;
    // For https; none: whom the system trusts.
    std::optional<TlsContext> tls = {};
};

struct HttpResponse {
    int status = 0;
    std::string_view reason;
    HttpFields fields;
    std::string body;

    std::string_view operator[](std::string_view name) const { return fields[name]; }

    // What the reason and the fields are views of.
    std::shared_ptr<const std::string> head;
};

// One request on a connection of its own. Throws ValueError for what is no URL, ResolveError, std::system_error
// (ECONNREFUSED, …), SocketTimeout, TlsError, HttpClientError.
HttpResponse http_get(const std::string& url, const HttpClientOptions& options = {},
                      trace::SourceLocation where = trace::SourceLocation::current());
HttpResponse http_post(const std::string& url, std::string_view body, const HttpClientOptions& options = {},
                       trace::SourceLocation where = trace::SourceLocation::current());
HttpResponse http_request(std::string_view method, const std::string& url, std::string_view body = {},
                          const HttpClientOptions& options = {},
                          trace::SourceLocation where = trace::SourceLocation::current());

// Several requests to one server, one after the other, on one connection as long as the server keeps it. A handle;
// copies are the same. One greenlet at a time.
class HttpClient {
public:
    // "http://127.0.0.1:8000"; connects at the first request. Throws ValueError.
    explicit HttpClient(const std::string& url, HttpClientOptions options = {});

    // The target is the path and query: "/room/1?since=3".
    HttpResponse get(std::string_view target, trace::SourceLocation where = trace::SourceLocation::current());
    HttpResponse post(std::string_view target, std::string_view body,
                      trace::SourceLocation where = trace::SourceLocation::current());
    HttpResponse request(std::string_view method, std::string_view target, std::string_view body,
                         trace::SourceLocation where = trace::SourceLocation::current());
    void close(trace::SourceLocation where = trace::SourceLocation::current());

private:
    friend HttpResponse http_request(std::string_view, const std::string&, std::string_view, const HttpClientOptions&,
                                     trace::SourceLocation);
    class Core;
    // What its URL says, on a connection that ends then.
    HttpResponse request_once(std::string_view method, std::string_view body, trace::SourceLocation where);

    std::shared_ptr<Core> core_;
};

}  // namespace green
