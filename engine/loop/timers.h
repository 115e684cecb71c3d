// The loop's timers: our own heap of nanoseconds beside libev, whose timers round to milliseconds and
// can't jump. Engine's thread only.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "trace/deadline_heap.h"
#include "trace/event.h"
#include "trace/ids.h"

namespace green::loop {

using trace::JobId;
using trace::Nanoseconds;

class Timers;

// A deadline, and what to do then. Its address is its identity; destroying it stops it.
class Timer {
public:
    // Higher priorities run first within an iteration: sleepers at 0, timeouts at -1 (rule R3). `kind` is what the
    // record says of it.
    Timer(int priority, bool referenced, trace::JobKind kind, std::function<void()> due);
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    // Whether it keeps the loop going. Not while it is active.
    void set_referenced(bool referenced) { referenced_ = referenced; }
    // Armed, or collected and not run yet.
    bool active() const { return owner_ != nullptr; }
    JobId job() const { return job_; }
    trace::JobKind kind() const { return kind_; }
    // What is to be done at the deadline.
    void run() const { due_(); }
    Nanoseconds deadline() const { return deadline_; }
    // What was left of the delay when it was last taken back or came due. libev keeps just that, so gevent's
    // second start of a Timeout counts from it.
    Nanoseconds left() const { return left_; }

private:
    friend class Timers;
    enum class Where { Nowhere, Heap, Collected };

    int priority_;
    bool referenced_;
    trace::JobKind kind_;
    std::function<void()> due_;
    Timers* owner_ = nullptr;
    Where where_ = Where::Nowhere;
    std::size_t index_ = 0;  // in the heap
    Nanoseconds deadline_ = 0;
    Nanoseconds left_ = 0;
    JobId job_ = JobId::None;
};

class Timers {
public:
    static constexpr int highest_priority = 2;
    static constexpr int lowest_priority = -2;

    ~Timers();

    // `timer` must not be active. `job` is how the record calls it.
    void start(Timer& timer, Nanoseconds deadline, JobId job);
    // Takes an active timer back, collected or not; does nothing to another.
    void stop(Timer& timer, Nanoseconds now);

    bool empty() const { return heap_.empty(); }
    Nanoseconds next_deadline() const { return heap_.empty() ? trace::never : heap_.top().deadline; }
    // Active timers, those that were collected and not run yet included. Looks at each of the latter.
    std::size_t active() const;
    // Active timers that keep the loop alive.
    std::size_t referenced() const { return referenced_; }

    // Takes all timers with deadline < now out of the heap, for take_collected.
    void collect(Nanoseconds now);
    bool has_collected(int priority) const;
    // The next collected timer of that priority, in the order of the deadlines; null if there is none
    // (left: one may be stopped by what ran before it). It is no longer active.
    Timer* take_collected(int priority);

private:
    // The deadline stands beside the pointer: to compare, nothing else need come from memory.
    struct Entry {
        Nanoseconds deadline = trace::never;
        Timer* timer = nullptr;
    };
    struct Traits {
        static Nanoseconds deadline(const Entry& entry) { return entry.deadline; }
        static void moved(Entry& entry, std::size_t index) { entry.timer->index_ = index; }
    };
    static std::size_t slot(int priority) { return static_cast<std::size_t>(priority - lowest_priority); }

    trace::DeadlineHeap<Entry, Traits> heap_;
    struct Collected {
        std::vector<Timer*> timers;  // stopped ones leave a null
        std::size_t next = 0;
    };
    std::array<Collected, highest_priority - lowest_priority + 1> collected_;
    std::size_t referenced_ = 0;
};

}  // namespace green::loop
