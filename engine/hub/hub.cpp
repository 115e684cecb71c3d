#include "hub/hub.h"

#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "hub/errors.h"
#include "hub/standstill.h"

namespace green {

using trace::Flag;
using trace::Kind;
using trace::TraceEvent;

namespace {

thread_local Hub* running_hub = nullptr;

}  // namespace

Hub* Hub::find() { return running_hub; }
void Hub::forget() { running_hub = nullptr; }

Hub& Hub::get() {
    if (!running_hub) throw std::logic_error("an engine call outside of green::run");
    return *running_hub;
}

Hub::Hub(trace::Gate& gate, RunOptions options)
    : options_(std::move(options)),
      recorder_(gate, options_.sink, options_.lines),
      clock_(options_.clock, gate),
      stacks_(options_.stack_bytes > 0 ? options_.stack_bytes : context::StackPool::default_size()),
      signals_(options_.incoming_signals) {
    if (running_hub) throw std::logic_error("a second run on one thread");
    running_hub = this;
    hub_greenlet_ = GreenletRef(new GreenletCore(*this, Id::Hub, "hub", [this] {
        const Guest::InHub in_hub(options_.guest);
        for (;;) {
            while (iterate()) {
            }
            if (main_->ready()) continue;
            resume(*main_, std::make_exception_ptr(
                               LoopExit("This operation would block forever", explain_standstill(*this, *main_))));
        }
        return Value{};
    }));
    gate.on_stop([this] { events_.wake(); });
    signals_.mailbox().on_send([this] { events_.wake(); });
}

Hub::~Hub() {
    recorder_.gate().on_stop({});
    signals_.mailbox().on_send({});
    signals_.clear();
    callbacks_.clear();
    main_.reset();
    hub_greenlet_.reset();
    // Handles that the program kept somewhere else live on without a hub.
    for (auto* core = first_; core; core = core->next_) core->hub_ = nullptr;
    running_hub = nullptr;
}

void Hub::enlist(GreenletCore& core) {
    core.previous_ = last_;
    (last_ ? last_->next_ : first_) = &core;
    last_ = &core;
    recorder_.set_state_size(++alive_);
}

const GreenletCore* Hub::find_greenlet(Id id) const {
    for (const auto* core = first_; core; core = core->next_)
        if (core->id() == id) return core;
    return nullptr;
}

void Hub::strike(GreenletCore& core) {
    (core.previous_ ? core.previous_->next_ : first_) = core.next_;
    (core.next_ ? core.next_->previous_ : last_) = core.previous_;
    --alive_;
}

// --- the run -----------------------------------------------------------------------------------------

RunResult Hub::run_main(const std::function<void()>& program) {
    main_ = GreenletRef(new GreenletCore(*this, Id::Main, "main", [this, &program] {
        end_main(program);
        return Value{};
    }));
    result_.ending = RunResult::Ending::Stopped;
    main_->reserve_stack();
    set_running(*main_);
    {
        const Guest::Away away(options_.guest);
        base_.switch_to(main_->context_);
    }
    recorder_.seal();
    over_ = true;
    unwind_all();
    // What goes may let go of something else that is held.
    std::exchange(held_, {}).clear();
    callbacks_.clear();
    timers_.stop(left_over_, 0);
    return result_;
}

namespace {

// A process that nobody keeps from being interrupted is killed by it.
int exit_code_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const KeyboardInterrupt&) {
        return 128 + SIGINT;
    } catch (...) {
        return 1;
    }
}

std::vector<std::string> reasons_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const LoopExit& exit) {
        return exit.why();
    } catch (...) {
        return {};
    }
}

}  // namespace

Hub::Leftovers Hub::leftovers() const {
    constexpr std::size_t of_the_hub = 2;
    return {stacks_.in_use(), alive_ - of_the_hub, callbacks_.size(), timers_.active(), events_.active(), held_.size()};
}

// Main's body. What main leaves behind is abandoned (rule R70).
void Hub::end_main(const std::function<void()>& program) {
    TraceEvent end{.kind = Kind::End};
    std::string text = "None";
    std::string told;  // on stderr
    try {
        program();
        result_.ending = RunResult::Ending::Done;
    } catch (const context::Unwind&) {
        throw;
    } catch (const SystemExit& exit) {
        result_ = {exit.code() == 0 ? RunResult::Ending::Done : RunResult::Ending::MainRaised, exit.code(),
                   exit.has_message() ? exit.message() : std::string()};
        told = result_.error;
        text = describe(std::current_exception());
    } catch (...) {
        const auto error = std::current_exception();
        result_ = {RunResult::Ending::MainRaised, exit_code_of(error), describe(error), reasons_of(error)};
        told = result_.error;
        record({.kind = Kind::Fail}, result_.error);
        if_described(error, [&](const Described& own) {
            told = own.described_at_length();
            record_stderr(told);
        });
        record({.object = Id::Main, .kind = Kind::Report}, result_.error);
        end.reason = static_cast<std::uint8_t>(trace::EndReason::Failed);
        text.clear();
    }
    record(end, text);
    if (!options_.err || result_.error.empty()) return;
    options_.err(told + '\n');
    for (const auto& reason : result_.why) options_.err("  " + reason + '\n');
}

void Hub::leave_run() {
    const Guest::Away away(options_.guest);
    current_->context_.switch_to(base_);
    // Only the unwinding comes back, and it does not return.
    throw context::Unwind{};
}

void Hub::count_call_while_stopping() {
    constexpr int tolerated_calls = 1000;
    if (++calls_while_stopping_ > tolerated_calls) stop_if_asked();
}

void Hub::unwind_all() {
    const auto unwind = [this](GreenletCore& core) {
        set_running(core);
        unwinding_ = &core;
        const Guest::Away away(options_.guest);
        core.context_.unwind(base_);
        unwinding_ = nullptr;
    };
    // The youngest first: they may refer to what lies on the stack of whoever spawned them.
    for (GreenletRef core(last_); core; core = GreenletRef(core->previous_))
        if (core != hub_greenlet_) unwind(*core);
    unwind(*hub_greenlet_);
    for (GreenletRef core(first_); core; core = GreenletRef(core->next_)) core->abandon();
}

// --- switching ---------------------------------------------------------------------------------------

void Hub::set_running(GreenletCore& core) {
    current_ = &core;
    running_stack_ = &core.last_seen_;
}

void Hub::arrive_to(const std::exception_ptr& error) {
    if (is_followed()) options_.guest->arrived(error != nullptr);
    if (error) std::rethrow_exception(error);
}

void Hub::begin_turn(GreenletCore& core) {
    clock_.mark();
    set_running(core);
}

void Hub::check_may_block() {
    if (over_) {
        // Out of the stack that is being unwound. On the thread's own, destructors go on as if nothing had
        // happened.
        const Guest::Away away(options_.guest);
        if (unwinding_) unwinding_->context_.switch_to(base_);
        return;
    }
    if (in_hub()) throw BlockingSwitchOutError("Impossible to call blocking function in the event loop callback");
}

void Hub::block(const Blocking& blocking, trace::SourceLocation where) { block_here(blocking, where); }

void Hub::yield(trace::SourceLocation where) {
    auto& me = *current_;
    const auto job = queue(me, JobKind::Wake, me.next_wait());
    // There it is refused, but the callback stays in the queue, and counts (rule R8).
    if (in_hub())
        record({.object = me.id(),
                .site = site(where),
                .job = job,
                .kind = Kind::Callback,
                .job_kind = JobKind::Wake,
                .flags = static_cast<std::uint8_t>(Flag::Queues)});
    block_here({.kind = Kind::Yield, .job = job, .job_kind = JobKind::Wake}, where);
}

// Inlined, so that fewer frames lie on the stack that is left: each is memory that has to come back when it is
// entered again.
[[gnu::always_inline]] inline void Hub::block_here(const Blocking& blocking, trace::SourceLocation where) {
    check_may_block();
    if (over_) return;
    stop_if_asked();
    auto& me = *current_;
    auto flags = static_cast<std::uint8_t>(Flag::Switch);
    if (blocking.job != JobId::None) flags = flags | (blocking.arms ? Flag::Arms : Flag::Queues);
    record({.amount = blocking.deadline,
            .object = blocking.on ? blocking.on->id() : Id::None,
            .site = site(where),
            .job = blocking.job,
            .kind = blocking.kind,
            .reason = static_cast<std::uint8_t>(blocking.reason),
            .job_kind = blocking.job_kind,
            .flags = flags},
           blocking.arguments);
    stop_if_asked();
    ++me.waits_;
    me.blocked_in_ = &blocking;
    {
        const Guest::Away away(options_.guest);
        if (auto* next = next_in_pass()) {
            if (next != &me) me.context_.switch_to(next->context_);
        } else {
            hub_greenlet_->reserve_stack();
            set_running(*hub_greenlet_);
            me.context_.switch_to(hub_greenlet_->context_);
        }
    }
    me.blocked_in_ = nullptr;
    arrive(me.thrown_);
}

// The hub's next step, if that is nothing but a switch: then whoever blocks takes it in the hub's place and
// switches there itself. The record, and all that can be seen of the hub, is the same; its stack is not
// entered, which saves more than half of what a turn costs.
GreenletCore* Hub::next_in_pass() {
    if (!between_callbacks_ || left_before_check_ <= 1 || callbacks_.empty() || recorder_.gate().stopping() ||
        is_followed())
        return nullptr;
    const auto& front = callbacks_.front();
    auto* next = front.target->lets_go_on(front);
    if (!next) return nullptr;
    --left_before_check_;
    // It has begun, so it holds itself.
    const auto callback = callbacks_.pop();
    current_ = hub_greenlet_.get();
    unsaid_job_ = callback.id;
    unsaid_kind_ = callback.kind;
    record({.object = next->id(), .kind = Kind::Resume, .flags = static_cast<std::uint8_t>(Flag::Switch)});
    begin_turn(*next);
    return next;
}

void Hub::resume(GreenletCore& target, const std::exception_ptr& error, AllOfTheCallback all) {
    if (target.dead()) return;
    const GreenletRef hold(&target);
    try {
        target.reserve_stack();
    } catch (const std::system_error&) {
        target.discard_unless_begun(std::current_exception(), {});
        return;
    }
    auto& from = *current_;
    TraceEvent event{.object = target.id(), .kind = Kind::Resume, .flags = static_cast<std::uint8_t>(Flag::Switch)};
    if (error) {
        event.flags = event.flags | Flag::Throw;
        record(event, recorder_.keeps() ? describe(error) : std::string());
        // A Timeout that was started in the hub.
        if (&target == &from) std::rethrow_exception(error);
        target.thrown_ = error;
    } else {
        record(event);
    }
    if (!target.context_.begun()) target.keep();
    begin_turn(target);
    between_callbacks_ = all == AllOfTheCallback::Yes;
    {
        const Guest::Away away(options_.guest);
        from.context_.switch_to(target.context_);
    }
    between_callbacks_ = false;
    // Not always the target: whoever that switched to may have gone on, and so forth.
    if (auto* ended = std::exchange(just_ended_, nullptr)) {
        ended->context_.recycle();
        ended->let_go();
    }
    arrive(raised_in_hub_ ? raised_in_hub_ : from.thrown_);
}

// --- the record --------------------------------------------------------------------------------------

trace::Site Hub::site(trace::SourceLocation where) {
    stop_before_long();
    // Called by the standard library: std::scoped_lock has no place of its own.
    if (where.line() == 0) return {};
    current_->last_seen_.file = where.file_name();
    current_->last_seen_.line = where.line();
    return recorder_.site(where);
}

// The job that runs, where the event that comes first is about another one.
void Hub::record_run(JobId job) {
    recorder_.record({.time = clock_.stamp(),
                      .greenlet = current_->id(),
                      .job = job,
                      .kind = Kind::Run,
                      .job_kind = unsaid_kind_,
                      .flags = Flag::Runs | outside_});
}

// --- the program's side ------------------------------------------------------------------------------

void Hub::print(std::string_view text, trace::SourceLocation where) {
    if (over_) return;
    clock_.mark();
    record({.site = site(where), .kind = Kind::Print}, text);
    if (options_.out) options_.out(text);
}

void Hub::work(Nanoseconds time, trace::SourceLocation where) {
    stop_if_asked();
    if (over_ || time <= 0) return;
    record({.amount = time, .site = site(where), .kind = Kind::Work});
    if (clock_.is_virtual()) {
        clock_.advance(time);
        return;
    }
    // Held time does not count, so a pause in the middle makes it no shorter.
    for (const auto end = clock_.read() + time; clock_.read() < end;) stop_if_asked();
    clock_.mark();
}

}  // namespace green
