#include "net/server_core.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include "loop/event_loop.h"
#include "loop/timers.h"

namespace green {

using trace::Flag;
using trace::Kind;

namespace {

// The socket itself is of no use any more.
bool is_fatal(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::system_error& failed) {
        const int code = failed.code().value();
        return code == EBADF || code == EINVAL || code == ENOTSOCK;
    } catch (...) {
        return false;
    }
}

}  // namespace

// From start to close. Keeps the server, the loop going, and a virtual clock from jumping.
struct ServerCore::Running {
    explicit Running(ServerCore& core)
        : server(&core),
          outside(Hub::get()),
          watcher(Hub::get().events(), core.socket_.fileno(), loop::Interest::Read, 0, [&core] { core.take_some(); }),
          pause(0, true, trace::JobKind::Function, [&core] { core.start_accepting(); }) {}

    boost::intrusive_ptr<ServerCore> server;
    Hub::OutsideWork outside;
    loop::IoWatcher watcher;
    loop::Timer pause;
};

// Told when a pool that was full has a place.
class ServerCore::PlaceLink final : public Link {
public:
    explicit PlaceLink(ServerCore& server) : server_(server) {}
    ~PlaceLink() override { unlink(); }
    PlaceLink(const PlaceLink&) = delete;
    PlaceLink& operator=(const PlaceLink&) = delete;

    void link() {
        if (std::exchange(is_linked_, true)) return;
        server_.pool_->core().add_place_link(*this);
    }
    void unlink() {
        if (std::exchange(is_linked_, false)) server_.pool_->core().remove_place_link(*this);
    }
    void called(Target&) override {
        is_linked_ = false;
        server_.start_accepting();
    }

private:
    ServerCore& server_;
    bool is_linked_ = false;
};

ServerCore::ServerCore(const char* type, const Address& address, ServerOptions options, trace::SourceLocation where)
    : ServerCore(type, address, Socket(), std::move(options), where) {}

ServerCore::ServerCore(const char* type, const Socket& socket, ServerOptions options, trace::SourceLocation where)
    : ServerCore(type, socket.local_address(), socket, std::move(options), where) {}

ServerCore::ServerCore(const char* type, Address address, Socket socket, ServerOptions options,
                       trace::SourceLocation where)
    : Target(Hub::get().new_id()),
      options_(std::move(options)),
      where_(where),
      address_(address),
      wanted_(address),
      socket_(std::move(socket)),
      socket_was_given_(static_cast<bool>(socket_)),
      delay_(options_.min_delay) {
    if (options_.max_accept < 1)
        throw ValueError("max_accept must be positive int: " + std::to_string(options_.max_accept));
    auto& hub = Hub::get();
    hub.use_loop();
    name_ = hub.next_name(options_.type_name.empty() ? type : options_.type_name);
    hub.record({.amount = -1,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(options_.scheme.empty() ? trace::ObjectKind::Server
                                                                            : trace::ObjectKind::HttpServer)},
               name_);
    stopped_ = OwnPart<InnerEvent>(*this, name_, true);
    if (const auto* size = std::get_if<std::int64_t>(&options_.spawn)) pool_.emplace(*size, name_ + ".pool", where);
    if (const auto* pool = std::get_if<Pool>(&options_.spawn)) pool_ = *pool;
    if (pool_) place_link_ = std::make_unique<PlaceLink>(*this);
}

ServerCore::~ServerCore() = default;

bool ServerCore::accepting() const {
    const auto running = running_.lock();
    return running && running->watcher.active();
}

// --- from start to stop ------------------------------------------------------------------------------

void ServerCore::start(trace::SourceLocation where) {
    if (started()) return;
    if (socket_.closed()) {
        if (socket_was_given_) throw std::system_error(EBADF, std::generic_category(), name_);
        socket_ = open(wanted_, options_, where);
    }
    address_ = socket_.local_address();
    stopped_->clear();
    delay_ = options_.min_delay;
    const auto running = std::make_shared<Running>(*this);
    running_ = running;
    auto& hub = Hub::get();
    hub.hold(running);
    start_accepting();
    hub.record(
        {.amount = static_cast<std::int64_t>(trace::raw(socket_.core().id())),
         .object = id(),
         .site = hub.site(where),
         .kind = Kind::Open,
         .reason = static_cast<std::uint8_t>(socket_.type() == Socket::Type::Datagram ? trace::SocketState::Bound
                                                                                      : trace::SocketState::Listening)},
        hub.recorder().keeps() ? where_it_listens() : std::string());
}

std::string ServerCore::where_it_listens() const {
    return options_.scheme.empty() ? address_.text() : options_.scheme + "://" + address_.text();
}

void ServerCore::close(trace::SourceLocation where) {
    // Held by this to its end: the server may be its own last user.
    const auto running = running_.lock();
    if (running) {
        stop_accepting();
        running_.reset();
        auto& hub = Hub::get();
        hub.let_go(running);
        trace::TraceEvent event{.object = id(), .site = hub.site(where), .kind = Kind::Close};
        stopped_->set(event);
        hub.record(event);
    }
    socket_.close(where);
    if (running && options_.when_closed) options_.when_closed();
}

void ServerCore::stop(std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    close(where);
    if (!pool_) return;
    constexpr auto for_the_kill = std::chrono::seconds(1);
    pool_->join(timeout.value_or(options_.stop_timeout), false, where);
    pool_->kill({.timeout = for_the_kill}, where);
}

void ServerCore::serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    start(where);
    // In a greenlet of its own: what ended the wait may be a kill or a Timeout, and another may follow.
    const auto stop_elsewhere = [&] {
        detail::spawn({name_ + ".stop", "stop", {}, where},
                      [hold, stop_timeout, where] {
                          hold->stop(stop_timeout, where);
                          return Value{};
                      },
                      {})
            .join({}, where);
    };
    try {
        stopped_->wait(trace::WaitReason::Serve, {}, where);
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        const auto error = std::current_exception();
        stop_elsewhere();
        std::rethrow_exception(error);
    }
    stop_elsewhere();
}

// --- in the hub --------------------------------------------------------------------------------------

void ServerCore::start_accepting() {
    const auto running = running_.lock();
    if (!running) return;
    Hub::get().cancel_timer(running->pause, {});
    running->watcher.start();
}

void ServerCore::stop_accepting() {
    const auto running = running_.lock();
    if (!running) return;
    running->watcher.stop();
    Hub::get().cancel_timer(running->pause, {});
    if (place_link_) place_link_->unlink();
}

void ServerCore::take_some() {
    // A handler that runs here may close the server.
    const auto running = running_.lock();
    for (int i = 0; i < options_.max_accept && started(); ++i) {
        if (pool_ && pool_->full()) {
            stop_accepting();
            place_link_->link();
            return;
        }
        try {
            auto task = take(socket_, where_);
            if (!task) return;
            delay_ = options_.min_delay;
            dispatch(std::move(*task));
        } catch (const context::Unwind&) {
            throw;
        } catch (...) {
            pause_after(std::current_exception());
            return;
        }
    }
}

void ServerCore::pause_after(const std::exception_ptr& error) {
    auto& hub = Hub::get();
    hub.handle_error(this, error);
    const auto running = running_.lock();
    if (!running) return;
    if (is_fatal(error)) {
        close(where_);
        return;
    }
    stop_accepting();
    hub.start_timer(running->pause, delay_.count(), Hub::Refresh::InPass);
    hub.record({.amount = running->pause.deadline(),
                .object = id(),
                .job = running->pause.job(),
                .kind = Kind::Callback,
                .job_kind = trace::JobKind::Function,
                .flags = static_cast<std::uint8_t>(Flag::Arms)});
    delay_ = std::min(options_.max_delay, 2 * delay_);
}

void ServerCore::dispatch(Task task) {
    if (std::holds_alternative<SpawnNone>(options_.spawn)) {
        task.handle();
        return;
    }
    try {
        const detail::Birth birth{{}, options_.handler_name, std::move(task.arguments), where_};
        auto body = [handle = std::move(task.handle)] {
            handle();
            return Value{};
        };
        if (pool_)
            pool_->start(detail::create(birth, std::move(body)), false, {}, where_);
        else if (std::holds_alternative<SpawnRaw>(options_.spawn))
            detail::spawn_raw(birth, std::move(body));
        else
            detail::spawn(birth, std::move(body), {});
    } catch (...) {
        task.drop();
        throw;
    }
}

}  // namespace green
