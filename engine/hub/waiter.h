// One greenlet's wait for one wake-up. It lives on the stack of the waiting call; a wake-up that comes
// when nobody waits is remembered (rule R31). Engine's thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "hub/links.h"

namespace green {

class Waiter {
public:
    explicit Waiter(Hub& hub) : hub_(hub) {}
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    // Blocks the current greenlet until `wake`, or returns at once if that came before. Raises what is
    // thrown into the greenlet meanwhile; the waiter has then forgotten it.
    void wait(const Blocking& blocking, trace::SourceLocation where);
    // In the hub: switches to the waiting greenlet; returns when that blocks again. With nobody waiting
    // it is remembered.
    void wake();
    // In the hub: the same, but raises `error` there. With nobody waiting it is forgotten.
    void throw_in(const std::exception_ptr& error);
    // Queues a job that wakes the greenlet, if it waits on then, and says so in the record.
    void wake_soon();
    void clear() { woken_ = false; }

private:
    void resume(const std::exception_ptr& error);

    Hub& hub_;
    GreenletCore* greenlet_ = nullptr;
    bool woken_ = false;
};

// Collects what becomes ready, in the order of the notifications.
class MultipleWaiter {
public:
    explicit MultipleWaiter(Hub& hub) : waiter_(hub) {}
    // Null stands for a timeout of one's own.
    void wake(Target* ready) {
        ready_.push_back(ready);
        waiter_.wake();
    }
    Target* wait(const Blocking& blocking, trace::SourceLocation where);

private:
    Waiter waiter_;
    std::deque<Target*> ready_;
};

}  // namespace green
