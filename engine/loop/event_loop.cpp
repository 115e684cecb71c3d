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
    // Sockets that the program kept somewhere else live on without a loop.
    while (first_) {
        auto& watcher = *first_;
        watcher.stop();
        strike(watcher);
    }
    ev_async_stop(native_->loop, &native_->poke);
    ev_loop_destroy(native_->loop);
}

void EventLoop::drop_closed() {
    std::vector<int> closed;
    for (const int descriptor : changed_)
        if (active_on_[static_cast<std::size_t>(descriptor)] > 0 && !is_open(descriptor)) closed.push_back(descriptor);
    changed_.clear();
    if (closed.empty()) return;
    for (auto* watcher = first_; watcher; watcher = watcher->next_) {
        if (!watcher->active_ || std::ranges::find(closed, watcher->descriptor()) == closed.end()) continue;
        watcher->stop();
        add_ready(*watcher);
    }
    changed_.clear();
}

void EventLoop::enlist(IoWatcher& watcher) {
    watcher.next_ = first_;
    if (first_) first_->previous_ = &watcher;
    first_ = &watcher;
}

void EventLoop::strike(IoWatcher& watcher) {
    (watcher.previous_ ? watcher.previous_->next_ : first_) = watcher.next_;
    if (watcher.next_) watcher.next_->previous_ = watcher.previous_;
    watcher.loop_ = nullptr;
}

void EventLoop::add_ready(IoWatcher& watcher) {
    if (watcher.ready_place_ != IoWatcher::nowhere) return;
    auto& ready = ready_[slot(watcher.priority())];
    watcher.ready_place_ = ready.watchers.size();
    ready.watchers.push_back(&watcher);
    ++ready.count;
}

void EventLoop::remove_ready(IoWatcher& watcher) {
    if (watcher.ready_place_ == IoWatcher::nowhere) return;
    auto& ready = ready_[slot(watcher.priority())];
    ready.watchers[std::exchange(watcher.ready_place_, IoWatcher::nowhere)] = nullptr;
    if (--ready.count > 0) return;
    ready.watchers.clear();
    ready.next = 0;
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

bool EventLoop::has_ready() const {
    return std::ranges::any_of(ready_, [](const Ready& ready) { return ready.count > 0; });
}

IoWatcher* EventLoop::take_ready(int priority) {
    auto& ready = ready_[slot(priority)];
    if (ready.count == 0) return nullptr;
    while (!ready.watchers[ready.next]) ++ready.next;
    auto* watcher = ready.watchers[ready.next];
    remove_ready(*watcher);
    return watcher;
}

IoWatcher::IoWatcher(EventLoop& loop, int descriptor, Interest interest, int priority, std::function<void()> ready,
                     bool referenced)
    : loop_(&loop),
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
            watcher->loop_->add_ready(*watcher);
        },
        descriptor, events);
    handle_->io.data = this;
    ev_set_priority(&handle_->io, priority);
    loop.enlist(*this);
}

IoWatcher::~IoWatcher() {
    stop();
    if (loop_) loop_->strike(*this);
}

void IoWatcher::start() {
    if (active_) return;
    if (!loop_ || !is_open(descriptor_) || descriptor_ == loop_->own_descriptor_)
        throw std::system_error(EBADF, std::generic_category());
    ev_io_start(loop_->native_->loop, &handle_->io);
    active_ = true;
    ++loop_->active_;
    if (referenced_) ++loop_->referenced_;
    const auto place = static_cast<std::size_t>(descriptor_);
    if (loop_->active_on_.size() <= place) loop_->active_on_.resize(place + 1);
    ++loop_->active_on_[place];
    loop_->changed_.push_back(descriptor_);
}

void IoWatcher::stop() {
    if (!loop_) return;
    loop_->remove_ready(*this);
    if (!active_) return;
    ev_io_stop(loop_->native_->loop, &handle_->io);
    active_ = false;
    --loop_->active_;
    if (referenced_) --loop_->referenced_;
    --loop_->active_on_[static_cast<std::size_t>(descriptor_)];
    loop_->changed_.push_back(descriptor_);
}

void IoWatcher::set_referenced(bool referenced) {
    if (referenced == referenced_) return;
    referenced_ = referenced;
    if (!active_) return;
    if (referenced)
        ++loop_->referenced_;
    else
        --loop_->referenced_;
}

}  // namespace green::loop
