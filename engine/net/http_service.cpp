#include "net/http_service.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <utility>

namespace green {

using trace::Flag;
using trace::Kind;

namespace {

// How often connections are looked at: what takes too long is ended at most a quarter later than it should be.
Nanoseconds period_for(const HttpLimits& limits) {
    const auto shortest = std::min({limits.head_time, limits.body_time, limits.idle_time, limits.send_time});
    return std::max<Nanoseconds>(shortest.count() / 4, 1'000'000);
}

}  // namespace

HttpService::HttpService(HttpServer::Application application, HttpServerOptions options)
    : application_(std::move(application)),
      options_(std::move(options)),
      period_(period_for(options_.limits)),
      timer_(-1, false, trace::JobKind::Function, [this] { look(); }) {}

void HttpService::add(HttpWait& connection) {
    connection.after_ = first_;
    if (first_) first_->before_ = &connection;
    first_ = &connection;
    ++connections_;
    if (!timer_.active()) arm();
}

void HttpService::remove(HttpWait& connection) {
    if (connection.before_)
        connection.before_->after_ = connection.after_;
    else
        first_ = connection.after_;
    if (connection.after_) connection.after_->before_ = connection.before_;
    --connections_;
}

void HttpService::arm() {
    auto& hub = Hub::get();
    hub.start_timer(timer_, period_, Hub::Refresh::Always);
    hub.record({.amount = timer_.deadline(),
                .job = timer_.job(),
                .kind = Kind::Callback,
                .job_kind = trace::JobKind::Function,
                .flags = static_cast<std::uint8_t>(Flag::Arms)});
}

// In the hub. Not armed again where nobody is there: the next that comes does it.
void HttpService::look() {
    if (!first_) return;
    const auto now = Hub::get().clock().now();
    for (auto* connection = first_; connection; connection = connection->after_)
        if (connection->deadline_ < now) connection->time_is_over();
    arm();
}

void HttpService::close() {
    closing_ = true;
    for (auto* connection = first_; connection; connection = connection->after_) connection->server_closes();
}

std::string_view HttpService::date() {
    const auto now = std::time(nullptr);
    if (std::exchange(date_time_, now) != now) date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
    return date_;
}

}  // namespace green
