// The hub's loop: one iteration of it, and the jobs that it runs.
#include <algorithm>

#include "hub/hub.h"

namespace green {

using trace::Flag;
using trace::Kind;

namespace {

constexpr Nanoseconds millisecond = 1'000'000;
// Rule R8: how long a pass may take, looked at after so many callbacks.
constexpr Nanoseconds switch_interval = 5 * millisecond;
constexpr int callbacks_between_checks = 50;

// libev waits for whole milliseconds, and at least for one.
Nanoseconds whole_milliseconds(Nanoseconds time) { return (time + millisecond - 1) / millisecond * millisecond; }

}  // namespace

// --- the loop ----------------------------------------------------------------------------------------

bool Hub::iterate() {
    stop_if_asked();
    if (options_.guest) run_for_main([this] { options_.guest->handle_process_signals(); });
    run_callbacks();
    wait_for_events();
    timers_.collect(clock_.now());
    if (signals_.mailbox().came_from_outside()) note_outside();
    signals_.collect([this](int number) { run_for_main([&] { signal_without_watcher(number); }); });
    // libev has the signals of an iteration pending at the highest priority.
    idlers_.collect([this](int priority) {
        return signals_.has_ready() || timers_.has_collected(priority) || events_.has_ready(priority);
    });
    run_from_elsewhere();
    run_due();
    return anything_referenced();
}

bool Hub::anything_referenced() const {
    return !callbacks_.empty() || *outside_work_ > 0 || any_from_elsewhere_ || timers_.referenced() > 0 ||
           events_.referenced() > 0 || !idlers_.empty();
}

void Hub::run_callbacks() {
    in_pass_ = true;
    timers_.stop(left_over_, clock_.now());
    const auto end = clock_.now() + switch_interval;
    bool cut_short = false;
    left_before_check_ = callbacks_between_checks;
    while (!callbacks_.empty() && !cut_short) {
        run_callback(callbacks_.pop());
        if (--left_before_check_ == 0 && !callbacks_.empty()) {
            left_before_check_ = callbacks_between_checks;
            clock_.refresh();
            cut_short = clock_.now() >= end;
        }
    }
    if (!cut_short) clock_.refresh();
    in_pass_ = false;
    if (cut_short) timers_.start(left_over_, clock_.now() + left_over_.left(), JobId::None);
}

void Hub::run_callback(const Callback& callback) {
    run_job(callback.id, callback.kind, [&] { callback.target->run(callback); });
}

template <class Job>
void Hub::run_job(JobId id, JobKind kind, Job&& job) {
    stop_if_asked();
    unsaid_job_ = id;
    unsaid_kind_ = kind;
    try {
        job();
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        handle_error(nullptr, std::current_exception());
    }
    // A function of a guest's has caught the unwinding.
    if (over_) check_may_block();
    say_job();
}

template <class Function>
void Hub::run_for_main(Function&& function) {
    run_job(JobId::None, JobKind::None, [&] {
        try {
            function();
        } catch (const context::Unwind&) {
            throw;
        } catch (...) {
            handle_error(nullptr, std::current_exception(), Severity::System);
        }
    });
}

void Hub::say_job() {
    if (unsaid_job_ != JobId::None) record({.kind = Kind::Run});
}

void Hub::wait_for_events() {
    // Before it waits, the loop takes what code has used of the time off the wait.
    clock_.refresh();
    if (events_.active() > 0) events_.poll(0);
    const auto deadline = timers_.next_deadline();
    const auto wait = deadline == trace::never ? trace::never : deadline - clock_.now();
    const bool must_wait = callbacks_.empty() && idlers_.empty() && !signals_.mailbox().any() && !any_from_elsewhere_ &&
                           anything_referenced() && !events_.has_ready() && wait > 0;
    if (must_wait) {
        record({.amount = deadline, .kind = Kind::Idle});
        recorder_.publish();
        const bool jumps = clock_.is_virtual() && deadline != trace::never;
        if (!jumps || *outside_work_ > 0) {
            const Guest::Waiting waiting(options_.guest);
            events_.poll(wait);
            // Nobody in the run could have done it.
            if (clock_.is_virtual() && events_.has_ready()) note_outside();
        }
        if (jumps && !events_.has_ready() && !signals_.mailbox().any() && !any_from_elsewhere_)
            clock_.advance(whole_milliseconds(wait));
        clock_.mark();
        stop_if_asked();
    }
    clock_.refresh();
}

void Hub::call_from_elsewhere(std::function<void()> function) {
    {
        const std::lock_guard lock(elsewhere_mutex_);
        from_elsewhere_.push_back(std::move(function));
        any_from_elsewhere_ = true;
    }
    events_.wake();
}

void Hub::run_from_elsewhere() {
    if (!any_from_elsewhere_) return;
    note_outside();
    std::vector<std::function<void()>> functions;
    {
        const std::lock_guard lock(elsewhere_mutex_);
        functions.swap(from_elsewhere_);
        any_from_elsewhere_ = false;
    }
    for (const auto& function : functions) run_job(JobId::None, JobKind::None, function);
}

// Rule R3: by priority; within one, timers in the order of their deadlines, then descriptors, then who
// waited for there being neither.
void Hub::run_due() {
    for (int priority = loop::Timers::highest_priority; priority >= loop::Timers::lowest_priority; --priority)
        while (run_one_due(priority)) {
        }
}

bool Hub::run_one_due(int priority) {
    if (priority == 0 && signals_.has_ready()) {
        const auto watcher = signals_.take_ready();
        run_job(JobId::None, JobKind::None, [&] {
            record_signal(watcher->number);
            watcher->came();
        });
        return true;
    }
    if (const auto* timer = timers_.take_collected(priority)) {
        run_job(timer->job(), timer->kind(), [&] { timer->run(); });
        return true;
    }
    if (const auto* watcher = events_.take_ready(priority)) {
        run_job(JobId::None, JobKind::None, [&] { watcher->run(); });
        return true;
    }
    if (const auto* idler = idlers_.take_collected(priority)) {
        run_job(JobId::None, JobKind::None, [&] { idler->run(); });
        return true;
    }
    return false;
}

// --- jobs --------------------------------------------------------------------------------------------

void Hub::start_timer(loop::Timer& timer, Nanoseconds delay, Refresh refresh) {
    use_loop();
    if (in_pass_ || refresh == Refresh::Always) clock_.refresh();
    // A negative delay gives a deadline in the past, as in libev. Far ones stay clear of `never`.
    constexpr Nanoseconds furthest = trace::never / 4;
    const auto deadline = clock_.now() + std::clamp(delay, -furthest, furthest);
    timers_.start(timer, deadline, static_cast<JobId>(next_job_++));
}

void Hub::cancel_timer(loop::Timer& timer, trace::Site site) {
    if (!timer.active()) return;
    record({.site = site, .job = timer.job(), .kind = Kind::Cancel, .flags = static_cast<std::uint8_t>(Flag::Cancels)});
    timers_.stop(timer, clock_.now());
}

}  // namespace green
