// libev and nothing above it: polling descriptors, and being woken from other threads. The only user
// of ev.h. What became ready is collected, not run: the hub runs it in gevent's order.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "trace/ids.h"

namespace green::loop {

using trace::Nanoseconds;

enum class Interest : unsigned char { Read = 1, Write = 2 };

class EventLoop;

// Readiness of one descriptor. Engine's thread only. Destroying it stops it; the loop must outlive it.
class IoWatcher {
public:
    // Higher priorities run first within an iteration: select's are 2, plain waits 0 (rule R3).
    // `ready` runs from the hub.
    IoWatcher(EventLoop& loop, int descriptor, Interest interest, int priority, std::function<void()> ready);
    ~IoWatcher();
    IoWatcher(const IoWatcher&) = delete;
    IoWatcher& operator=(const IoWatcher&) = delete;

    // Throws std::system_error (EBADF) for a descriptor that is not open.
    void start();
    void stop();
    int descriptor() const { return descriptor_; }
    int priority() const { return priority_; }
    void run() const { ready_(); }

private:
    friend class EventLoop;
    struct Handle;

    EventLoop& loop_;
    int descriptor_;
    int priority_;
    std::function<void()> ready_;
    std::unique_ptr<Handle> handle_;
};

class EventLoop {
public:
    // Throws std::runtime_error where libev finds no usable backend.
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // Polls once and collects what is ready. Waits at most that long (0: not at all; never: until
    // something is ready), or until wake().
    void poll(Nanoseconds at_most);
    // Ends the poll under way, or else the next one. Any thread.
    void wake();

    // Active watchers; each keeps the loop alive.
    std::size_t active() const { return active_; }
    // The next ready watcher of that priority; null if there is none (left).
    IoWatcher* take_ready(int priority);
    bool has_ready() const { return !ready_.empty(); }

private:
    friend class IoWatcher;
    struct Native;

    std::unique_ptr<Native> native_;
    std::vector<IoWatcher*> ready_;
    std::size_t active_ = 0;
};

}  // namespace green::loop
