#include "net/http_server.h"

#include <utility>

#include "net/http_connection.h"
#include "net/http_service.h"

namespace green {

namespace {

StreamServer::Handler handler_of(const std::shared_ptr<HttpService>& service) {
    return [service](Socket socket, const Address& from) {
        HttpConnection connection(*service, std::move(socket), from);
        connection.serve();
    };
}

ServerOptions connection_options(const HttpServerOptions& options, const std::shared_ptr<HttpService>& service) {
    auto result = options.connections;
    if (result.type_name.empty()) result.type_name = "HttpServer";
    result.scheme = options.tls ? "https" : "http";
    result.when_closed = [service, told = options.connections.when_closed] {
        service->close();
        if (told) told();
    };
    return result;
}

}  // namespace

HttpServer::HttpServer(const Address& address, Application application, const HttpServerOptions& options,
                       trace::SourceLocation where)
    : service_(std::make_shared<HttpService>(std::move(application), options)),
      server_(address, handler_of(service_), connection_options(options, service_), where) {
    service_->server = server_.id();
}

HttpServer::HttpServer(const Socket& listener, Application application, const HttpServerOptions& options,
                       trace::SourceLocation where)
    : service_(std::make_shared<HttpService>(std::move(application), options)),
      server_(listener, handler_of(service_), connection_options(options, service_), where) {
    service_->server = server_.id();
}

void HttpServer::start(trace::SourceLocation where) {
    service_->open();
    server_.start(where);
}

void HttpServer::serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout, trace::SourceLocation where) {
    start(where);
    server_.serve_forever(stop_timeout, where);
}

std::string HttpServer::url() const {
    const auto at = address();
    // Whoever listens everywhere can be reached here.
    const auto host = at.host().empty() || at.host() == "0.0.0.0" ? Address("127.0.0.1", at.port()) : at;
    return (service_->tls() ? "https://" : "http://") + host.text();
}

std::size_t HttpServer::connections() const { return service_->connections(); }

std::uint64_t HttpServer::requests() const { return service_->requests; }

}  // namespace green
