#include "net/zmq_socket.h"

#include <algorithm>
#include <array>
#include <deque>

#include "hub/errors.h"
#include "hub/timeout.h"
#include "hub/waiter.h"
#include "net/zmq_native.h"

namespace green {

using trace::SocketState;
using trace::WaitReason;

static_assert(static_cast<int>(ZmqOption::ReceiveTimeout) == ZMQ_RCVTIMEO &&
              static_cast<int>(ZmqOption::SendHighWaterMark) == ZMQ_SNDHWM &&
              static_cast<int>(ZmqOption::LastEndpoint) == ZMQ_LAST_ENDPOINT &&
              static_cast<int>(ZmqOption::HeartbeatInterval) == ZMQ_HEARTBEAT_IVL);

ZmqSocket::ZmqSocket(const ZmqContext& context, ZmqType type, std::string name, trace::SourceLocation where)
    : core_(new ZmqSocketCore(context, type, std::move(name), where)) {}

void ZmqSocket::bind(const std::string& endpoint, trace::SourceLocation where) {
    core_->use([&](void* socket) { return zmq_bind(socket, endpoint.c_str()); }, endpoint);
    core_->has_opened(SocketState::Listening, last_endpoint(), where);
}

void ZmqSocket::unbind(const std::string& endpoint) {
    core_->use([&](void* socket) { return zmq_unbind(socket, endpoint.c_str()); }, endpoint);
}

void ZmqSocket::connect(const std::string& endpoint, trace::SourceLocation where) {
    core_->use([&](void* socket) { return zmq_connect(socket, endpoint.c_str()); }, endpoint);
    core_->has_opened(SocketState::Connecting, endpoint, where);
}

void ZmqSocket::disconnect(const std::string& endpoint) {
    core_->use([&](void* socket) { return zmq_disconnect(socket, endpoint.c_str()); }, endpoint);
}

// --- messages ----------------------------------------------------------------------------------------

void ZmqSocket::send(std::string_view message, trace::SourceLocation where) { core_->send(message, false, where); }

void ZmqSocket::send_more(std::string_view part, trace::SourceLocation where) { core_->send(part, true, where); }

std::string ZmqSocket::recv(trace::SourceLocation where) { return core_->receive(where).data; }

bool ZmqSocket::try_send(std::string_view message, trace::SourceLocation where) {
    return core_->try_send(message, false, where);
}

bool ZmqSocket::try_send_more(std::string_view part, trace::SourceLocation where) {
    return core_->try_send(part, true, where);
}

std::optional<std::string> ZmqSocket::try_recv(trace::SourceLocation where) {
    auto part = core_->try_receive(where);
    return part ? std::optional(std::move(part->data)) : std::nullopt;
}

void ZmqSocket::send_multipart(const std::vector<std::string>& parts, trace::SourceLocation where) {
    if (parts.empty()) throw ValueError("a message has at least one part");
    const auto core = core_;
    for (const auto& part : parts) core->send(part, &part != &parts.back(), where);
}

std::vector<std::string> ZmqSocket::recv_multipart(trace::SourceLocation where) {
    const auto core = core_;
    std::vector<std::string> parts;
    for (bool more = true; more;) {
        auto part = core->receive(where);
        more = part.more;
        parts.push_back(std::move(part.data));
    }
    return parts;
}

// --- the rest ----------------------------------------------------------------------------------------

void ZmqSocket::close(trace::SourceLocation where) {
    if (!core_) return;
    const auto core = core_;
    core->close(where);
}

void ZmqSocket::set_option(ZmqOption option, int value) {
    core_->use([&](void* socket) { return zmq_setsockopt(socket, static_cast<int>(option), &value, sizeof value); });
}

void ZmqSocket::set_option(ZmqOption option, std::string_view value) {
    core_->use(
        [&](void* socket) { return zmq_setsockopt(socket, static_cast<int>(option), value.data(), value.size()); });
}

int ZmqSocket::option(ZmqOption option) const {
    int value = 0;
    std::size_t size = sizeof value;
    core_->use([&](void* socket) { return zmq_getsockopt(socket, static_cast<int>(option), &value, &size); });
    return value;
}

void ZmqSocket::set_long_option(ZmqOption option, std::int64_t value) {
    core_->use([&](void* socket) { return zmq_setsockopt(socket, static_cast<int>(option), &value, sizeof value); });
}

std::int64_t ZmqSocket::long_option(ZmqOption option) const {
    std::int64_t value = 0;
    std::size_t size = sizeof value;
    core_->use([&](void* socket) { return zmq_getsockopt(socket, static_cast<int>(option), &value, &size); });
    return value;
}

// The library ends texts with a zero, but for those that may be anything.
std::string ZmqSocket::option_text(ZmqOption option) const {
    std::array<char, 1024> text{};
    std::size_t size = text.size();
    core_->use([&](void* socket) { return zmq_getsockopt(socket, static_cast<int>(option), text.data(), &size); });
    if (size > 0 && option != ZmqOption::RoutingId && text[size - 1] == '\0') --size;
    return {text.data(), size};
}

// --- polling -----------------------------------------------------------------------------------------

ZmqSocket::Ready ZmqSocket::poll(Ready what, std::optional<std::chrono::nanoseconds> timeout,
                                 trace::SourceLocation where) const {
    ZmqPoller poller;
    poller.add(*this, what);
    const auto found = poller.poll(timeout, where);
    return found.empty() ? Ready::Nothing : found.front().second;
}

void ZmqPoller::add(const ZmqSocket& socket, Ready what) {
    const auto found = std::ranges::find(watched_, socket, &std::pair<ZmqSocket, Ready>::first);
    if (found == watched_.end())
        watched_.emplace_back(socket, what);
    else
        found->second = what;
}

void ZmqPoller::remove(const ZmqSocket& socket) {
    std::erase_if(watched_, [&](const auto& watched) { return watched.first == socket; });
}

std::vector<std::pair<ZmqSocket, ZmqPoller::Ready>> ZmqPoller::ready() const {
    std::vector<std::pair<ZmqSocket, Ready>> found;
    for (const auto& [socket, what] : watched_)
        if (const int ready = socket.core_->look() & static_cast<int>(what); ready != 0)
            found.emplace_back(socket, static_cast<Ready>(ready));
    return found;
}

std::vector<std::pair<ZmqSocket, ZmqPoller::Ready>> ZmqPoller::poll(std::optional<std::chrono::nanoseconds> timeout,
                                                                    trace::SourceLocation where) const {
    // Others may change the poller meanwhile.
    const ZmqPoller poller(*this);
    auto found = poller.ready();
    if (!found.empty() || timeout == std::chrono::nanoseconds(0)) return found;
    auto& hub = Hub::get();
    hub.check_may_block();
    const TimeLimit::Running limit(timeout ? TimeLimit(*timeout) : TimeLimit(), where);
    const Target* only = poller.watched_.size() == 1 ? poller.watched_.front().first.core_.get() : nullptr;
    while (found.empty()) {
        Waiter waiter(hub);
        std::deque<ZmqSocketCore::Waiting> waiting;
        for (const auto& [socket, what] : poller.watched_)
            waiting.emplace_back(*socket.core_, static_cast<int>(what), waiter);
        try {
            waiter.wait({.reason = WaitReason::Poll, .on = only, .deadline = limit.deadline()}, where);
        } catch (const Timeout& expired) {
            if (!limit.owns(expired)) throw;
            return {};
        }
        waiting.clear();
        found = poller.ready();
    }
    return found;
}

}  // namespace green
