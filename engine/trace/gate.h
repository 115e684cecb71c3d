// Where run control holds the engine: between event n and event n+1.
//
// The engine's thread calls `pass` before it appends an event; everybody else calls the other
// functions, from any thread. While the gate is open, `pass` is one relaxed load.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "trace/event.h"
#include "trace/ids.h"
#include "trace/lines.h"

namespace green::trace {

class Gate {
public:
    // Asked before each event, with the event and the number it would get; true holds the engine
    // there. It may keep state between the calls. Runs on the engine's thread, under the gate's lock:
    // it must not call the gate.
    using Rule = std::function<bool(const TraceEvent& next, EventNumber number)>;
    // The same before each line of an interpreted program.
    using LineRule = std::function<bool(const Line& next, std::string_view file)>;

    enum class State {
        Open,      // nobody steps
        Stepping,  // a rule is asked before each event
        Held,      // the engine waits before an event
        Stopping,  // the run is to end: nothing is held any more
    };

    Gate() = default;
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    // Holds before the next event or line.
    void hold();
    // Lets the engine run until somebody says otherwise.
    void open();
    // Lets the engine run until `rule` or `line_rule` holds it. A held engine asks `rule` about the event at hand; the
    // line at hand is let go, or stepping from line to line would never leave it. Without a line rule no line holds it.
    void run_until(Rule rule, LineRule line_rule = {});
    // Lets the engine run, and tells it to end the run at its next chance. Can't be undone.
    void stop();

    State state() const;
    // Held before a line, the newest one of the side stream, and not before an event.
    bool held_at_line() const;
    // Whether `pass` would let the engine go on without a look.
    bool is_open() const { return open_.load(std::memory_order_relaxed); }
    bool stopping() const { return stopping_.load(std::memory_order_relaxed); }
    // How long `pass` has held the engine altogether. Engine's thread only; a real clock leaves it out.
    std::chrono::nanoseconds held_time() const { return held_time_; }

    // Called on the engine's thread each time it begins to be held, outside the lock. Set it before
    // the run begins.
    void on_held(std::function<void()> listener) { on_held_ = std::move(listener); }

    // Called by `stop`, on its caller's thread and under the gate's lock: a way to end a wait for events.
    // At once if the gate was stopped before. Empty to take it back.
    void on_stop(std::function<void()> listener);

    // Engine's thread. `publish` is called before state() says that it is held, so that who reads that sees everything
    // up to here; under the lock, so it must not call the gate.
    template <class Publish>
    void pass(const TraceEvent& next, EventNumber number, Publish&& publish) {
        if (is_open()) [[likely]]
            return;
        if (!must_hold(next, number, publish)) return;
        wait([&] { return rule_holds(next, number); });
    }
    // The same before a line.
    template <class Publish>
    void pass_line(const Line& next, std::string_view file, Publish&& publish) {
        if (is_open()) [[likely]]
            return;
        if (!must_hold_line(next, file, publish)) return;
        wait([this] { return holds_here_; });
    }

private:
    bool must_hold(const TraceEvent& next, EventNumber number, const std::function<void()>& publish);
    bool must_hold_line(const Line& next, std::string_view file, const std::function<void()>& publish);
    // `holds` asks the rule of now.
    void wait(const std::function<bool()>& holds);
    // Need mutex_.
    void step(Rule rule, LineRule line_rule);
    bool rule_holds(const TraceEvent& next, EventNumber number);
    bool line_rule_holds(const Line& next, std::string_view file);
    void set_state(State state);

    std::atomic<bool> open_ = true;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::Open;
    Rule rule_;                 // while Stepping
    LineRule line_rule_;        // likewise
    bool rule_is_new_ = false;  // a waiting engine has not asked it yet
    bool holds_here_ = false;   // somebody wants it held just where it is
    bool at_line_ = false;      // where it waits, or waited last
    std::function<void()> on_held_;
    std::function<void()> on_stop_;
    std::chrono::nanoseconds held_time_{0};
};

// Rules. Each starts to count at the engine's next event.
Gate::Rule after_events(std::uint64_t count);
// After the next event that moves control, or (n > 1) the n-th.
Gate::Rule after_switches(std::uint64_t count);
// Before the next event that moves control.
Gate::Rule before_switch();
// After the next event that comes from a line of the program.
Gate::Rule after_call();
// Before the first event with a number above `last`.
Gate::Rule after_number(EventNumber last);
// Before anything later than `time`: an event, or the end of an Idle.
Gate::Rule until_time(Nanoseconds time);

}  // namespace green::trace
