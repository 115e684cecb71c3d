// The greenlet that runs the event loop and picks who runs next. README.md beside this walks one
// iteration. Rules are those of tests/oracle/RULES.md. Engine's thread only, `wake` excepted.
//
// There is no list of ready greenlets: a blocked greenlet is woken by code that runs in the hub and that
// switches directly to it (rule R1).
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "context/context.h"
#include "context/stack_overflow.h"
#include "context/stack_pool.h"
#include "hub/callback_queue.h"
#include "hub/greenlet_core.h"
#include "hub/signal_watchers.h"
#include "loop/clock.h"
#include "loop/event_loop.h"
#include "loop/idlers.h"
#include "loop/timers.h"
#include "run.h"
#include "trace/recorder.h"

namespace green {

// How a greenlet blocks, for the record.
struct Blocking {
    trace::Kind kind = trace::Kind::Wait;  // or Yield
    trace::WaitReason reason = trace::WaitReason::None;
    const Target* on = nullptr;  // what it waits for
    Nanoseconds deadline = trace::never;
    // The job that this very call queued or armed, if any.
    JobId job = JobId::None;
    JobKind job_kind = JobKind::None;
    bool arms = false;
    std::string_view arguments{};
};

class Hub {
public:
    Hub(trace::Gate& gate, RunOptions options);
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    // The thread's running hub. Throws std::logic_error outside of green::run.
    static Hub& get();
    // The same, or null.
    static Hub* find();
    // In a forked process, where there is no run any more.
    static void forget();

    RunResult run_main(const std::function<void()>& program);

    // What a program has left: after `run_main`, nothing.
    struct Leftovers {
        std::size_t stacks = 0;
        std::size_t greenlets = 0;  // besides main and the hub
        std::size_t callbacks = 0;
        std::size_t timers = 0;
        std::size_t watchers = 0;
        std::size_t held = 0;
        bool operator==(const Leftovers&) const = default;
    };
    Leftovers leftovers() const;

    // --- switching ---
    GreenletCore& current() { return *current_; }
    GreenletCore& hub_greenlet() { return *hub_greenlet_; }
    bool in_hub() const { return current_ == hub_greenlet_.get(); }
    // From the running greenlet to the hub, until somebody switches back; raises what is thrown in. In
    // the hub: BlockingSwitchOutError.
    void block(const Blocking& blocking, trace::SourceLocation where);
    // Lets everything go first that is queued now.
    void yield(trace::SourceLocation where);
    // From the hub (or a greenlet that throws into another) into `target`, which is suspended or has not
    // begun; returns when the hub has control again. Nothing happens to a dead one. `error` for the hub
    // itself is thrown from here.
    // `all`: the callback that runs does nothing before or after it.
    enum class AllOfTheCallback : bool { No, Yes };
    void resume(GreenletCore& target, const std::exception_ptr& error = nullptr,
                AllOfTheCallback all = AllOfTheCallback::No);
    // Raises BlockingSwitchOutError in the hub, and the unwinding on a stack that is being unwound.
    void check_may_block();

    // --- jobs ---
    // gevent makes its loop with the first greenlet, queue, Timeout or job; from that time unrefreshed
    // delays count (rule R5), not from the beginning of the run.
    void use_loop() {
        if (!loop_in_use_) clock_.refresh();
        loop_in_use_ = true;
    }
    // At the back of the queue. The caller records it.
    JobId queue(Target& target, JobKind kind, std::uint32_t wait = 0) {
        use_loop();
        const auto id = static_cast<JobId>(next_job_++);
        callbacks_.push({id, kind, wait, boost::intrusive_ptr<Target>(&target)});
        return id;
    }
    // `refresh`: whether the loop's clock is read anew first even outside a pass (rule R5).
    enum class Refresh { InPass, Always };
    void start_timer(loop::Timer& timer, Nanoseconds delay, Refresh refresh);
    // Records that the timer is taken back, if it is active.
    void cancel_timer(loop::Timer& timer, trace::Site site);
    // Keeps what an armed timer will need, until it is let go or the run ends.
    void hold(std::shared_ptr<void> armed) { held_.insert(std::move(armed)); }
    void let_go(const std::shared_ptr<void>& armed) { held_.erase(armed); }
    // Null if there is none with that id any more. Looks through all of them.
    const GreenletCore* find_greenlet(Id id) const;
    // While one exists, something happens outside that the loop waits for (a thread computes, a process runs):
    // real time passes then, and a virtual clock does not jump.
    class OutsideWork {
    public:
        explicit OutsideWork(Hub& hub) : count_(hub.outside_work_) {
            ++*count_;
            hub.note_outside();
        }
        ~OutsideWork() { --*count_; }
        OutsideWork(const OutsideWork&) = delete;
        OutsideWork& operator=(const OutsideWork&) = delete;

    private:
        std::shared_ptr<int> count_;
    };
    // What comes into the run from here on need not be the same another time. The record says so (Flag::Outside).
    void note_outside() { outside_ = static_cast<std::uint8_t>(trace::Flag::Outside); }
    // From any thread: the hub calls it, as if a descriptor had become ready. Dropped if the run ends first.
    void call_from_elsewhere(std::function<void()> function);
    loop::EventLoop& events() { return events_; }
    loop::Idlers& idlers() { return idlers_; }
    SignalWatchers& signal_watchers() { return signals_; }
    loop::Clock& clock() { return clock_; }

    // --- the record ---
    trace::Recorder& recorder() { return recorder_; }
    const trace::Recorder& recorder() const { return recorder_; }
    // The site of an engine call, remembered as the current greenlet's line.
    trace::Site site(trace::SourceLocation where);
    // By the running greenlet, at the clock's time. In the hub the first event of a job says that the
    // job runs. Always inlined: an event that is written in one function and copied in another costs more
    // than all else here, since the processor must wait for its single bytes to arrive in memory.
    [[gnu::always_inline]] void record(const trace::TraceEvent& event, std::string_view text = {}) {
        auto job = event.job;
        auto job_kind = event.job_kind;
        auto flags = event.flags;
        if (unsaid_job_ != JobId::None) {
            const auto unsaid = std::exchange(unsaid_job_, JobId::None);
            if (job == JobId::None) {
                job = unsaid;
                job_kind = unsaid_kind_;
                flags = flags | trace::Flag::Runs;
            } else {
                record_run(unsaid);
            }
        }
        recorder_.record({.time = clock_.stamp(),
                          .amount = event.amount,
                          .greenlet = current_->id(),
                          .object = event.object,
                          .site = event.site,
                          .job = job,
                          .kind = event.kind,
                          .reason = event.reason,
                          .job_kind = job_kind,
                          .flags = static_cast<std::uint8_t>(flags | outside_)},
                         text);
    }
    Id new_id() { return static_cast<Id>(next_id_++); }
    // "Queue-1", "Queue-2", …: for what the program gives no name.
    std::string next_name(const std::string& type) { return type + "-" + std::to_string(++named_[type]); }

    // --- the program's side ---
    void print(std::string_view text, trace::SourceLocation where);
    void work(Nanoseconds time, trace::SourceLocation where);
    // Lines that go to stderr besides the hub's reports, for the record alone.
    void record_stderr(std::string_view text);
    // Rule R67: reports to stderr, unless it is a GreenletExit or a SystemExit. Null: in a callback. System
    // errors, or all that is said to be one, are raised in main besides (rule R68).
    enum class Severity { AsItIs, System };
    void handle_error(Target* context, const std::exception_ptr& error, Severity severity = Severity::AsItIs);
    // What handle_error writes into the record when it tells of an error. Id::Hub: in a callback.
    void record_report(Id context, std::string_view error);
    // A signal that no watcher takes, as the process would take it: the program's language has a handler of its own
    // (what that throws is thrown), or the run ends here, or nothing happens.
    void signal_without_watcher(int number);
    void record_signal(int number);
    // Raises it in main, now: before anything else that is queued. The running greenlet goes on later.
    void raise_in_main(const std::exception_ptr& error);
    // From the running greenlet, which is not the hub, straight to another: goes on when somebody resumes it.
    void hand_over(GreenletCore& target);
    // The running greenlet ends with it, and the hub gets it where it switched to that.
    void raise_in_hub(std::exception_ptr error) { raised_in_hub_ = std::move(error); }
    // Ends the run from here if run control has asked for it: in every call that blocks.
    void stop_if_asked() {
        if (recorder_.gate().stopping() && !over_) [[unlikely]]
            leave_run();
    }
    // The same for calls that don't block. They may stand in a destructor, which the unwinding must not
    // leave, and most programs soon come to one that does: so they end the run only after many more.
    void stop_before_long() {
        if (recorder_.gate().stopping()) [[unlikely]]
            count_call_while_stopping();
    }

private:
    friend class GreenletCore;

    // One iteration of the loop (rule R2). Returns whether anything keeps the loop going.
    bool iterate();
    void run_callbacks();
    void run_callback(const Callback& callback);
    void wait_for_events();
    void run_due();
    void run_from_elsewhere();
    bool run_one_due(int priority);
    // Runs a job: its errors are reported, and the record says that it ran.
    template <class Job>
    void run_job(JobId id, JobKind kind, Job&& job);
    // What it throws goes on to main (rule R70).
    template <class Function>
    void run_for_main(Function&& function);
    void say_job();
    void record_run(JobId job);
    bool anything_referenced() const;
    [[noreturn]] void leave_run();
    void count_call_while_stopping();
    void unwind_all();
    void enlist(GreenletCore& core);
    void strike(GreenletCore& core);
    void set_running(GreenletCore& core);
    bool is_followed() const { return options_.guest && options_.guest->follows_switches(); }
    // Control is here: raises what was thrown in, once.
    void arrive(std::exception_ptr& thrown) {
        if (thrown || is_followed()) [[unlikely]]
            arrive_to(std::exchange(thrown, nullptr));
    }
    void arrive_to(const std::exception_ptr& error);
    void block_here(const Blocking& blocking, trace::SourceLocation where);
    void begin_turn(GreenletCore& core);
    GreenletCore* next_in_pass();
    void end_main(const std::function<void()>& program);
    void report(Target* context, const std::exception_ptr& error);
    void handle_error_here(Target* context, const std::exception_ptr& error, Severity severity);

    RunOptions options_;
    trace::Recorder recorder_;
    loop::Clock clock_;
    context::StackPool stacks_;
    context::Context base_;  // the thread's own stack
    loop::EventLoop events_;
    loop::Timers timers_;
    loop::Idlers idlers_;
    SignalWatchers signals_;
    // gevent's way not to wait while callbacks are left over. It does nothing, but it lies in the heap among
    // the others, where its coming and going can change the order of equal deadlines.
    loop::Timer left_over_{0, false, JobKind::None, [] {}};
    CallbackQueue callbacks_;
    std::uint32_t next_id_ = trace::raw(Id::First);
    std::uint32_t next_job_ = 1;
    std::map<std::string, int> named_;
    bool loop_in_use_ = false;
    bool in_pass_ = false;       // starting a timer refreshes the clock
    int left_before_check_ = 0;  // so many callbacks until the pass looks at the clock
    // When the hub has control again, its next step is the pass's next callback.
    bool between_callbacks_ = false;
    GreenletCore* just_ended_ = nullptr;  // gave control to the hub, which has not cleared up behind it
    GreenletCore* first_ = nullptr;       // all greenlets that exist, in the order of their creation
    GreenletCore* last_ = nullptr;
    std::size_t alive_ = 0;
    GreenletRef hub_greenlet_;
    GreenletRef main_;
    GreenletCore* current_ = nullptr;
    // A job has begun and no event has said so yet.
    JobId unsaid_job_ = JobId::None;
    JobKind unsaid_kind_ = JobKind::None;
    std::uint8_t outside_ = 0;                              // Flag::Outside, once it is so
    const context::RunningStack* running_stack_ = nullptr;  // of current_
    context::StackOverflowReport overflow_report_{running_stack_};
    std::set<std::shared_ptr<void>> held_;
    int calls_while_stopping_ = 0;
    std::shared_ptr<int> outside_work_ = std::make_shared<int>(0);
    std::mutex elsewhere_mutex_;
    std::vector<std::function<void()>> from_elsewhere_;
    std::atomic<bool> any_from_elsewhere_ = false;
    std::exception_ptr raised_in_hub_;
    bool over_ = false;
    GreenletCore* unwinding_ = nullptr;  // runs, but on its way out
    RunResult result_;
};

}  // namespace green
