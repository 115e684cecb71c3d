#include "trace/gate.h"

#include <utility>

namespace green::trace {

void Gate::set_state(State state) {
    if (state_ == State::Stopping) return;
    state_ = state;
    open_.store(state == State::Open || state == State::Stopping, std::memory_order_relaxed);
    stopping_.store(state == State::Stopping, std::memory_order_relaxed);
    changed_.notify_all();
}

void Gate::hold() {
    const std::scoped_lock lock(mutex_);
    step([](const TraceEvent&, EventNumber) { return true; }, [](const Line&, std::string_view) { return true; });
    holds_here_ = true;
}

void Gate::open() {
    const std::scoped_lock lock(mutex_);
    set_state(State::Open);
}

void Gate::run_until(Rule rule, LineRule line_rule) {
    const std::scoped_lock lock(mutex_);
    step(std::move(rule), std::move(line_rule));
}

void Gate::step(Rule rule, LineRule line_rule) {
    rule_ = std::move(rule);
    line_rule_ = std::move(line_rule);
    rule_is_new_ = true;
    holds_here_ = false;
    set_state(State::Stepping);
}

void Gate::stop() {
    const std::scoped_lock lock(mutex_);
    set_state(State::Stopping);
    if (on_stop_) on_stop_();
}

void Gate::on_stop(std::function<void()> listener) {
    const std::scoped_lock lock(mutex_);
    on_stop_ = std::move(listener);
    if (on_stop_ && state_ == State::Stopping) on_stop_();
}

Gate::State Gate::state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
}

bool Gate::held_at_line() const {
    const std::scoped_lock lock(mutex_);
    return state_ == State::Held && at_line_;
}

bool Gate::rule_holds(const TraceEvent& next, EventNumber number) {
    rule_is_new_ = false;
    return rule_(next, number);
}

bool Gate::line_rule_holds(const Line& next, std::string_view file) {
    rule_is_new_ = false;
    return line_rule_ && line_rule_(next, file);
}

bool Gate::must_hold_line(const Line& next, std::string_view file, const std::function<void()>& publish) {
    const std::scoped_lock lock(mutex_);
    if (state_ != State::Stepping || !line_rule_holds(next, file)) return false;
    at_line_ = true;
    publish();
    set_state(State::Held);
    return true;
}

bool Gate::must_hold(const TraceEvent& next, EventNumber number, const std::function<void()>& publish) {
    const std::scoped_lock lock(mutex_);
    if (state_ != State::Stepping || !rule_holds(next, number)) return false;
    at_line_ = false;
    publish();
    set_state(State::Held);
    return true;
}

void Gate::wait(const std::function<bool()>& holds) {
    const auto begin = std::chrono::steady_clock::now();
    for (bool held = true; held;) {
        if (on_held_) on_held_();
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return state_ != State::Held; });
        held = state_ == State::Stepping && rule_is_new_ && holds();
        if (held) set_state(State::Held);
    }
    held_time_ += std::chrono::steady_clock::now() - begin;
}

Gate::Rule after_events(std::uint64_t count) {
    return [left = count](const TraceEvent&, EventNumber) mutable { return left-- == 0; };
}

Gate::Rule after_switches(std::uint64_t count) {
    return [left = count](const TraceEvent& next, EventNumber) mutable {
        if (left == 0) return true;
        if (next.has(Flag::Switch)) --left;
        return false;
    };
}

Gate::Rule before_switch() {
    return [](const TraceEvent& next, EventNumber) { return next.has(Flag::Switch); };
}

Gate::Rule after_call() {
    return [seen = false](const TraceEvent& next, EventNumber) mutable {
        if (seen) return true;
        seen = static_cast<bool>(next.site);
        return false;
    };
}

Gate::Rule after_number(EventNumber last) {
    return [last](const TraceEvent&, EventNumber number) { return number > last; };
}

Gate::Rule until_time(Nanoseconds time) {
    // An Idle passes control of time to the loop: the event after it already belongs to its end. One that
    // waits for nothing has no end to be held until.
    return [time](const TraceEvent& next, EventNumber) {
        return next.time > time || (next.kind == Kind::Idle && next.amount > time && next.amount != never);
    };
}

}  // namespace green::trace
