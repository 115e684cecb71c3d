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
    // One that is not `referenced` does not keep the loop going.
    IoWatcher(EventLoop& loop, int descriptor, Interest interest, int priority, std::function<void()> ready,
              bool referenced = true);
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
    bool referenced_;
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

    std::size_t active() const { return watchers_.size(); }
    // Active watchers that keep the loop going.
    std::size_t referenced() const;
    // The next ready watcher of that priority; null if there is none (left).
    IoWatcher* take_ready(int priority);
    bool has_ready() const { return !ready_.empty(); }
    bool has_ready(int priority) const;

private:
    friend class IoWatcher;
    struct Native;

    // libev ends the process when it is to change its interest in a descriptor that was closed meanwhile.
    // What waits for such a one is ready, as with gevent's libev: its user's next call will say what is wrong.
    void drop_closed();

    std::unique_ptr<Native> native_;
    int own_descriptor_ = -1;           // the kernel's side of the loop: nobody else's business
    std::vector<IoWatcher*> watchers_;  // active ones
    std::vector<int> changed_;          // descriptors whose watchers came or went since the last poll
    std::vector<IoWatcher*> ready_;
};

}  // namespace green::loop
