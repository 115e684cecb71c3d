#include "loop/event_loop.h"

#include <ev.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace green::loop {

namespace {

constexpr double seconds(Nanoseconds time) { return static_cast<double>(time) * 1e-9; }

bool is_open(int descriptor) { return fcntl(descriptor, F_GETFD) >= 0; }

int lowest_free_descriptor() {
    const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) close(descriptor);
    return descriptor;
}

bool is_epoll(int descriptor) {
    char target[64] = {};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    return readlink(link.c_str(), target, sizeof target - 1) > 0 &&
           std::string_view(target) == "anon_inode:[eventpoll]";
}

}  // namespace

struct EventLoop::Native {
    struct ev_loop* loop = nullptr;
    ev_timer pace{};
    ev_async poke{};
};

struct IoWatcher::Handle {
    ev_io io{};
};

EventLoop::EventLoop() : native_(std::make_unique<Native>()) {
    const int free_descriptor = lowest_free_descriptor();
    native_->loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
    if (!native_->loop) throw std::runtime_error("libev found no way to wait for events on this system");
    ev_timer_init(
        &native_->pace, [](struct ev_loop*, ev_timer*, int) {}, 0., 0.);
    ev_async_init(&native_->poke, [](struct ev_loop*, ev_async*, int) {});
    ev_async_start(native_->loop, &native_->poke);
    if (is_epoll(free_descriptor)) own_descriptor_ = free_descriptor;
}

EventLoop::~EventLoop() {
    ev_async_stop(native_->loop, &native_->poke);
    ev_loop_destroy(native_->loop);
}

void EventLoop::drop_closed() {
    for (const int descriptor : std::exchange(changed_, {})) {
        if (is_open(descriptor)) continue;
        for (auto* watcher : std::vector(watchers_)) {
            if (watcher->descriptor() != descriptor) continue;
            watcher->stop();
            ready_.push_back(watcher);
        }
    }
}

void EventLoop::poll(Nanoseconds at_most) {
    drop_closed();
    if (has_ready()) at_most = 0;
    if (at_most <= 0) {
        ev_run(native_->loop, EVRUN_NOWAIT);
        return;
    }
    if (at_most != trace::never) {
        // libev counts from its cached time, which is old after a long computation.
        ev_now_update(native_->loop);
        ev_timer_set(&native_->pace, seconds(at_most), 0.);
        ev_timer_start(native_->loop, &native_->pace);
    }
    ev_run(native_->loop, EVRUN_ONCE);
    ev_timer_stop(native_->loop, &native_->pace);
}

void EventLoop::wake() { ev_async_send(native_->loop, &native_->poke); }

std::size_t EventLoop::referenced() const {
    return static_cast<std::size_t>(std::ranges::count(watchers_, true, &IoWatcher::referenced_));
}

bool EventLoop::has_ready(int priority) const {
    return std::ranges::any_of(ready_, [&](const IoWatcher* watcher) { return watcher->priority() == priority; });
}

IoWatcher* EventLoop::take_ready(int priority) {
    const auto found =
        std::ranges::find_if(ready_, [&](const IoWatcher* watcher) { return watcher->priority() == priority; });
    if (found == ready_.end()) return nullptr;
    IoWatcher* watcher = *found;
    ready_.erase(found);
    return watcher;
}

IoWatcher::IoWatcher(EventLoop& loop, int descriptor, Interest interest, int priority, std::function<void()> ready,
                     bool referenced)
    : loop_(loop),
      descriptor_(descriptor),
      priority_(priority),
      referenced_(referenced),
      ready_(std::move(ready)),
      handle_(std::make_unique<Handle>()) {
    const int events = interest == Interest::Read ? EV_READ : EV_WRITE;
    ev_io_init(
        &handle_->io,
        [](struct ev_loop*, ev_io* io, int) {
            auto* watcher = static_cast<IoWatcher*>(io->data);
            auto& waiting = watcher->loop_.ready_;
            if (std::ranges::find(waiting, watcher) == waiting.end()) waiting.push_back(watcher);
        },
        descriptor, events);
    handle_->io.data = this;
    ev_set_priority(&handle_->io, priority);
}

IoWatcher::~IoWatcher() { stop(); }

void IoWatcher::start() {
    if (ev_is_active(&handle_->io)) return;
    if (!is_open(descriptor_) || descriptor_ == loop_.own_descriptor_)
        throw std::system_error(EBADF, std::generic_category());
    ev_io_start(loop_.native_->loop, &handle_->io);
    loop_.watchers_.push_back(this);
    loop_.changed_.push_back(descriptor_);
}

void IoWatcher::stop() {
    std::erase(loop_.ready_, this);
    if (!ev_is_active(&handle_->io)) return;
    ev_io_stop(loop_.native_->loop, &handle_->io);
    std::erase(loop_.watchers_, this);
    loop_.changed_.push_back(descriptor_);
}

}  // namespace green::loop
