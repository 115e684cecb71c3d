// What time it is in a run. Nanoseconds since its beginning. Engine's thread only.
#pragma once

#include <chrono>
#include <cstdint>

#include "trace/gate.h"
#include "trace/ids.h"
#include "trace/recipe.h"

namespace green::loop {

using trace::Nanoseconds;

// What time it is in the world when a virtual clock begins, in seconds since 1970: the first of January 2026, UTC. Each
// run of a program sees the same.
inline constexpr std::int64_t virtual_begin = 1'767'225'600;

// The loop's clock is cached, as libev's is: timers count from the cached time, so whoever starts one
// after a long computation refreshes it first, or does not (rule R5).
class Clock {
public:
    // A real clock leaves out the time for which `gate` held the run: no timeout fires because somebody
    // was looking.
    Clock(trace::ClockKind kind, const trace::Gate& gate);

    bool is_virtual() const { return kind_ == trace::ClockKind::Virtual; }

    // The cached time, for timers. On the virtual clock each refresh adds a nanosecond, so that timers
    // which are started one after the other are due in that order, as under real gevent.
    Nanoseconds now() const { return now_; }
    void refresh();

    // What the program reads: on the virtual clock without the nanoseconds of the refreshes.
    Nanoseconds read() const { return is_virtual() ? jumped_ : read_real(); }
    // The same with them, for deadlines: a limit that was there first is due first.
    Nanoseconds read_exactly() const { return is_virtual() ? jumped_ + refreshes_ : read_real(); }
    // The time stamp of the record, shared by all events of a scheduling step: reading a clock costs
    // more than recording an event. `mark` begins a step.
    Nanoseconds stamp() const { return is_virtual() ? jumped_ : stamp_; }
    void mark() {
        if (!is_virtual()) stamp_ = read_real();
    }

    // Virtual clock only: time passes, for a computation or a wait.
    void advance(Nanoseconds by);

private:
    Nanoseconds read_real() const;

    trace::ClockKind kind_;
    const trace::Gate& gate_;
    std::chrono::steady_clock::time_point begin_;
    Nanoseconds now_ = 0;
    Nanoseconds jumped_ = 0;
    Nanoseconds refreshes_ = 0;
    Nanoseconds stamp_ = 0;
};

}  // namespace green::loop
