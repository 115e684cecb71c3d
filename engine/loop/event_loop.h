// libev and nothing above it: polling descriptors, and being woken from other threads. The only user
// of ev.h. What became ready is collected, not run: the hub runs it in gevent's order.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "trace/ids.h"

namespace green::loop {

using trace::Nanoseconds;

enum class Interest : unsigned char { Read = 1, Write = 2 };

class EventLoop;

// Readiness of one descriptor. Engine's thread only. Destroying it stops it. One that outlives its loop is stopped for
// good when that goes.
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

    // Throws std::system_error (EBADF) for a descriptor that is not open, or where the loop is gone.
    void start();
    void stop();
    bool active() const { return active_; }
    // Whether it keeps the loop going while it is active.
    void set_referenced(bool referenced);
    int descriptor() const { return descriptor_; }
    int priority() const { return priority_; }
    void run() const { ready_(); }

private:
    friend class EventLoop;
    struct Handle;

    // Where it stands among those that are ready.
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    EventLoop* loop_;  // null once that is gone
    int descriptor_;
    int priority_;
    bool referenced_;
    bool active_ = false;
    std::size_t ready_place_ = nowhere;
    IoWatcher* previous_ = nullptr;  // in the loop's list of all
    IoWatcher* next_ = nullptr;
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

    std::size_t active() const { return active_; }
    // Active watchers that keep the loop going.
    std::size_t referenced() const { return referenced_; }
    // The next ready watcher of that priority; null if there is none (left).
    IoWatcher* take_ready(int priority);
    bool has_ready() const;
    bool has_ready(int priority) const { return ready_[slot(priority)].count > 0; }

private:
    friend class IoWatcher;
    struct Native;

    static constexpr int highest_priority = 2;
    static constexpr int lowest_priority = -2;
    // In the order in which they became ready; a stopped one leaves a null.
    struct Ready {
        std::vector<IoWatcher*> watchers;
        std::size_t next = 0;
        std::size_t count = 0;
    };

    static std::size_t slot(int priority) { return static_cast<std::size_t>(priority - lowest_priority); }

    // libev ends the process when it is to change its interest in a descriptor that was closed meanwhile.
    // What waits for such a one is ready, as with gevent's libev: its user's next call will say what is wrong.
    void drop_closed();
    void enlist(IoWatcher& watcher);
    void strike(IoWatcher& watcher);
    void add_ready(IoWatcher& watcher);
    void remove_ready(IoWatcher& watcher);

    std::unique_ptr<Native> native_;
    int own_descriptor_ = -1;     // the kernel's side of the loop: nobody else's business
    IoWatcher* first_ = nullptr;  // all watchers that exist, active or not
    std::size_t active_ = 0;      // counted, because there may be many thousands, and the hub asks in each iteration
    std::size_t referenced_ = 0;  // of those
    std::vector<int> changed_;    // descriptors whose watchers came or went since the last poll
    std::vector<int> active_on_;  // by descriptor: how many of the active ones it has
    std::array<Ready, highest_priority - lowest_priority + 1> ready_;
};

}  // namespace green::loop
