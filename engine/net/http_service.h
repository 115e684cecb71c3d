// What all connections of an HTTP server share: the application, the options, the list of connections and the clock
// that watches over them. Engine's thread only.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "hub/hub.h"
#include "loop/timers.h"
#include "net/http_server.h"

namespace green {

// What can take too long: a connection. One timer looks through them all now and then, because an own timer for each
// wait would cost more than the rest of a short request.
class HttpWait {
public:
    HttpWait() = default;
    virtual ~HttpWait() = default;
    HttpWait(const HttpWait&) = delete;
    HttpWait& operator=(const HttpWait&) = delete;

    // Called in the hub; must not wait.
    virtual void time_is_over() = 0;
    // The server accepts no more.
    virtual void server_closes() = 0;

protected:
    trace::Nanoseconds deadline_ = trace::never;

private:
    friend class HttpService;
    HttpWait* before_ = nullptr;
    HttpWait* after_ = nullptr;
};

class HttpService {
public:
    HttpService(HttpServer::Application application, HttpServerOptions options);
    HttpService(const HttpService&) = delete;
    HttpService& operator=(const HttpService&) = delete;

    const HttpServer::Application& application() const { return application_; }
    const HttpLimits& limits() const { return options_.limits; }
    const std::optional<TlsContext>& tls() const { return options_.tls; }
    bool logs() const { return static_cast<bool>(options_.log); }
    void log(std::string_view line) const { options_.log(line); }

    void add(HttpWait& connection);
    void remove(HttpWait& connection);
    std::size_t connections() const { return connections_; }
    // No more requests are to follow.
    bool closing() const { return closing_; }
    void open() { closing_ = false; }
    void close();

    std::uint64_t requests = 0;
    // For the record.
    trace::Id server = trace::Id::None;
    // "Mon, 23 Nov 2026 12:00:00 GMT"
    std::string_view date();

private:
    void look();
    void arm();

    HttpServer::Application application_;
    HttpServerOptions options_;
    HttpWait* first_ = nullptr;
    std::size_t connections_ = 0;
    bool closing_ = false;
    Nanoseconds period_;
    loop::Timer timer_;
    std::time_t date_time_ = -1;
    std::string date_;
};

}  // namespace green
