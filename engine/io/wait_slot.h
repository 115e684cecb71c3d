// Where one greenlet at a time waits for something of an object: to read from it, say. Whoever closes the object throws
// it out. Engine's thread only.
#pragma once

#include <exception>

#include "hub/hub.h"
#include "hub/waiter.h"

namespace green {

class WaitSlot {
public:
    // On the stack of who waits, as long as that takes.
    class Taken;

    bool taken() const { return waiter_ != nullptr; }
    // In the hub: switches to who waits.
    void wake() const { waiter_->wake(); }
    // Queues a job that wakes who waits, if anybody does; one for each wait, however often this is called.
    void wake_soon();

    // Throws into who waits, if anybody does, with a job of `owner`, whose `run` is to call `throw_in`.
    void cancel(Target& owner);
    bool is_to_cancel() const { return cancel_ != JobId::None; }
    bool is_cancelled_by(JobId job) const { return cancel_ == job; }
    // In the hub.
    void throw_in(const std::exception_ptr& error);

private:
    Waiter* waiter_ = nullptr;  // on the stack of who waits
    Id greenlet_ = Id::None;    // who that is
    bool is_told_ = false;
    JobId cancel_ = JobId::None;
};

class WaitSlot::Taken {
public:
    // For the current greenlet.
    Taken(WaitSlot& slot, Waiter& waiter);
    ~Taken() { slot_.waiter_ = nullptr; }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;

private:
    WaitSlot& slot_;
};

}  // namespace green
