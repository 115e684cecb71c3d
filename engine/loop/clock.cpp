#include "loop/clock.h"

namespace green::loop {

Clock::Clock(trace::ClockKind kind, const trace::Gate& gate)
    : kind_(kind), gate_(gate), begin_(std::chrono::steady_clock::now()) {}

Nanoseconds Clock::read_real() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin_ -
                                                                gate_.held_time())
        .count();
}

void Clock::refresh() {
    if (is_virtual())
        now_ = jumped_ + ++refreshes_;
    else
        now_ = read_real();
}

void Clock::advance(Nanoseconds by) { jumped_ += by; }

}  // namespace green::loop
