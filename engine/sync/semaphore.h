// gevent.lock: semaphores. Handles; copies are the same semaphore.
//
//     green::Semaphore printers(2, "printers");
//     {
//         const green::With holding(printers);   // waits for a permit, gives it back at the end
//         …
//     }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include "trace/source_location.h"

#include "sync/linkable.h"

namespace green {

class SemaphoreCore : public LinkableCore {
public:
    // Throws ValueError for a negative number. `bound`: it can't be released above that number.
    SemaphoreCore(std::int64_t permits, bool bound, std::string name, trace::SourceLocation where);

    bool ready() const override { return counter_ > 0; }
    std::int64_t counter() const { return counter_; }
    std::vector<Id> who_can_help() const override { return holders_; }
    bool acquire(bool blocking, const TimeLimit& limit, trace::SourceLocation where);
    void release(trace::SourceLocation where);
    std::int64_t wait(const TimeLimit& limit, trace::SourceLocation where);

private:
    std::int64_t counter_;
    std::optional<std::int64_t> bound_;
    std::vector<Id> holders_;  // an entry for each permit that was taken and not given back
};

// A semaphore inside of another object: a Pool's places. The owner has it in an OwnPart, and records what
// happens.
class InnerSemaphore final : public LinkableCore {
public:
    InnerSemaphore(const Target& owner, std::string name, std::int64_t permits)
        : LinkableCore(owner, std::move(name), Notify::WhileReady), counter_(permits) {}

    bool ready() const override { return counter_ > 0; }
    std::int64_t counter() const { return counter_; }
    // As Semaphore's. The record says that the greenlet waits on the owner.
    bool acquire(bool blocking, trace::WaitReason reason, const TimeLimit& limit, trace::SourceLocation where);
    // Puts the notification, if one is due, into `cause`, which carries no other job and which the caller
    // records.
    void release(trace::TraceEvent& cause);
    std::int64_t wait(trace::WaitReason reason, const TimeLimit& limit, trace::SourceLocation where);

private:
    std::int64_t counter_;
};

namespace detail {

// What both kinds can do, and what std::scoped_lock and std::unique_lock call. Those don't say where
// they stand in the program; With does.
template <class Self>
class SemaphoreHandle : public LinkableHandle<Self, SemaphoreCore> {
    using Base = LinkableHandle<Self, SemaphoreCore>;

public:
    using Base::Base;

    // Takes a permit; waits for one, and returns false if the limit expired first (rules R51 to R53).
    bool acquire(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return this->core().acquire(true, limit, where);
    }
    // Not blocking: returns false at once if there is none.
    bool acquire(bool blocking, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return this->core().acquire(blocking, limit, where);
    }
    // Gives one back. Anybody may, and never switches.
    void release(trace::SourceLocation where = trace::SourceLocation::current()) { this->core().release(where); }
    // Waits until there is one, without taking it, at most as long as the limit says. Returns how many
    // there are.
    std::int64_t wait(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return this->core().wait(limit, where);
    }
    std::int64_t counter() const { return this->core().counter(); }
    bool locked() const { return !this->ready(); }

    void lock() { acquire(TimeLimit(), trace::SourceLocation()); }
    bool try_lock() { return acquire(false, {}, trace::SourceLocation()); }
    void unlock() { release(trace::SourceLocation()); }
};

}  // namespace detail

class Semaphore : public detail::SemaphoreHandle<Semaphore> {
public:
    // Throws ValueError for a negative number; needs a run under way (std::logic_error).
    explicit Semaphore(std::int64_t value = 1, std::string name = {},
                       trace::SourceLocation where = trace::SourceLocation::current())
        : SemaphoreHandle(boost::intrusive_ptr(new SemaphoreCore(value, false, std::move(name), where))) {}
    using SemaphoreHandle::SemaphoreHandle;
};

// Throws ValueError when it is released more often than it was acquired.
class BoundedSemaphore : public detail::SemaphoreHandle<BoundedSemaphore> {
public:
    explicit BoundedSemaphore(std::int64_t value = 1, std::string name = {},
                              trace::SourceLocation where = trace::SourceLocation::current())
        : SemaphoreHandle(boost::intrusive_ptr(new SemaphoreCore(value, true, std::move(name), where))) {}
    using SemaphoreHandle::SemaphoreHandle;
};

// Has no end of permits: for code that need not lock. Leaves nothing in the record.
class DummySemaphore {
public:
    bool acquire(TimeLimit = {}, trace::SourceLocation = {}) { return true; }
    bool acquire(bool, TimeLimit = {}, trace::SourceLocation = {}) { return true; }
    void release(trace::SourceLocation = {}) {}
    std::int64_t wait(TimeLimit = {}) { return 1; }
    bool ready() const { return true; }
    bool locked() const { return false; }

    void lock() {}
    bool try_lock() { return true; }
    void unlock() {}
};

}  // namespace green
