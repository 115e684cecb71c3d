#include "hub/greenlet.h"

#include <fmt/format.h>

#include "hub/hub.h"
#include "hub/wait.h"
#include "hub/waiter.h"

namespace green {

using trace::Kind;
using trace::WaitReason;

namespace detail {

namespace {

constexpr char separator = '\x1f';  // of trace::SpawnText

std::string spawn_text(const Hub& hub, const Birth& birth) {
    if (!hub.recorder().keeps()) return {};
    const auto& name = birth.name.empty() ? birth.run : birth.name;
    return name + separator + birth.run + separator + birth.arguments;
}

GreenletRef new_core(Hub& hub, const Birth& birth, GreenletCore::Body body,
                     GreenletCore::Sort sort = GreenletCore::Sort::Greenlet) {
    hub.use_loop();
    return GreenletRef(
        new GreenletCore(hub, hub.new_id(), birth.name.empty() ? birth.run : birth.name, std::move(body), sort));
}

}  // namespace

Greenlet create(const Birth& birth, GreenletCore::Body body, GreenletCore::Sort sort) {
    auto& hub = Hub::get();
    auto core = new_core(hub, birth, std::move(body), sort);
    const auto made = sort == GreenletCore::Sort::Raw ? trace::Birth::Raw : trace::Birth::Greenlet;
    hub.record({.object = core->id(),
                .site = hub.site(birth.where),
                .kind = Kind::Create,
                .reason = static_cast<std::uint8_t>(made)},
               spawn_text(hub, birth));
    return Greenlet(std::move(core));
}

Greenlet spawn(const Birth& birth, GreenletCore::Body body, std::optional<std::chrono::nanoseconds> delay) {
    auto& hub = Hub::get();
    auto core = new_core(hub, birth, std::move(body));
    core->spawn(spawn_text(hub, birth), delay ? std::optional(delay->count()) : std::nullopt, hub.site(birth.where));
    return Greenlet(std::move(core));
}

RawGreenlet spawn_raw(const Birth& birth, GreenletCore::Body body) {
    auto& hub = Hub::get();
    auto core = new_core(hub, birth, std::move(body), GreenletCore::Sort::Raw);
    core->spawn(spawn_text(hub, birth), std::nullopt, hub.site(birth.where));
    return RawGreenlet(std::move(core));
}

namespace {

// Runs a function in a raw greenlet of its own (rule R21).
class SpawnedLink final : public Link {
public:
    enum class When { Always, Successful, Failed };
    SpawnedLink(std::shared_ptr<Link> function, When when) : function_(std::move(function)), when_(when) {}

    void called(Target& ready) override {
        auto& ended = static_cast<GreenletCore&>(ready);
        if (when_ != When::Always && ended.successful() != (when_ == When::Successful)) return;
        auto& hub = Hub::get();
        const Birth birth{{}, function_->name(), to_repr(Greenlet(GreenletRef(&ended))), {}};
        const auto core = new_core(
            hub, birth,
            [function = function_, hold = GreenletRef(&ended)] {
                function->called(*hold);
                return Value{};
            },
            GreenletCore::Sort::Raw);
        hub.record({.object = core->id(), .kind = Kind::Create, .reason = static_cast<std::uint8_t>(trace::Birth::Raw)},
                   spawn_text(hub, birth));
        hub.resume(*core);
    }

private:
    std::shared_ptr<Link> function_;
    When when_;
};

}  // namespace

}  // namespace detail

namespace {

// Tells a waiter when the greenlet ends; takes itself off the list however the wait ends.
class JoinLink final : public Link {
public:
    JoinLink(GreenletCore& greenlet, Waiter& waiter) : greenlet_(greenlet), waiter_(waiter) {
        greenlet.add_link(*this);
    }
    ~JoinLink() override { greenlet_.remove_link(*this); }
    JoinLink(const JoinLink&) = delete;
    JoinLink& operator=(const JoinLink&) = delete;
    void called(Target&) override { waiter_.wake(); }

private:
    GreenletCore& greenlet_;
    Waiter& waiter_;
};

// Blocks until it has ended. Holds it: the program's last handle may go meanwhile.
void join_core(const GreenletRef& given, WaitReason reason, const TimeLimit& limit, bool expires_silently,
               trace::SourceLocation where) {
    const GreenletRef greenlet = given;  // NOLINT(performance-unnecessary-copy-initialization): it is to hold it
    Waiter waiter(Hub::get());
    const JoinLink link(*greenlet, waiter);
    const TimeLimit::Running running(limit, where);
    try {
        waiter.wait({.reason = reason, .on = greenlet.get(), .deadline = running.deadline()}, where);
    } catch (const Timeout& expired) {
        if (!expires_silently || !running.owns(expired)) throw;
    }
}

// Throws into its victims when its turn comes, then wakes who asked for it.
class KillJob final : public Target {
public:
    KillJob(Id id, std::vector<GreenletRef> victims, std::exception_ptr exception, Waiter* waiter)
        : Target(id), victims_(std::move(victims)), exception_(std::move(exception)), waiter_(waiter) {}

    void run(const Callback&) override {
        for (const auto& victim : victims_) {
            if (victim->dead()) continue;
            victim->throw_in(exception_);
            if (!victim->dead()) survivors_.emplace_back(victim);
        }
        if (waiter_) waiter_->wake();
    }
    std::vector<Id> who_can_help() const override {
        std::vector<Id> ids;
        for (const auto& victim : victims_) ids.push_back(victim->id());
        return ids;
    }
    // Those that were alive after it was their turn.
    const std::vector<Greenlet>& survivors() const { return survivors_; }
    // Whoever asked has gone: its own wait was ended by something else.
    void forget_waiter() { waiter_ = nullptr; }

private:
    std::vector<GreenletRef> victims_;
    std::vector<Greenlet> survivors_;
    std::exception_ptr exception_;
    Waiter* waiter_;
};

class AskToKill {
public:
    AskToKill(Hub& hub, std::vector<GreenletRef> victims, const std::exception_ptr& exception, bool block,
              trace::SourceLocation where)
        : waiter_(hub) {
        const Id first = victims.front()->id();
        const auto count = victims.size();
        job_ = boost::intrusive_ptr<KillJob>(
            new KillJob(first, std::move(victims), exception, block ? &waiter_ : nullptr));
        const auto job = hub.queue(*job_, trace::JobKind::Throw);
        auto text = hub.recorder().keeps() ? describe(exception) : std::string();
        if (count > 1) text += fmt::format(" (and {} more)", count - 1);
        hub.record({.object = first,
                    .site = hub.site(where),
                    .job = job,
                    .kind = Kind::Kill,
                    .job_kind = trace::JobKind::Throw,
                    .flags = static_cast<std::uint8_t>(trace::Flag::Queues)},
                   text);
    }
    ~AskToKill() { job_->forget_waiter(); }
    AskToKill(const AskToKill&) = delete;
    AskToKill& operator=(const AskToKill&) = delete;

    // Returns the survivors.
    const std::vector<Greenlet>& wait(trace::Nanoseconds deadline, trace::SourceLocation where) {
        waiter_.wait({.reason = WaitReason::Kill, .on = job_.get(), .deadline = deadline}, where);
        return job_->survivors();
    }

private:
    Waiter waiter_;
    boost::intrusive_ptr<KillJob> job_;
};

}  // namespace

// --- one greenlet ------------------------------------------------------------------------------------

void Greenlet::start(trace::SourceLocation where) { core_->start(Hub::get().site(where)); }

void Greenlet::start_later_ns(std::chrono::nanoseconds delay, trace::SourceLocation where) {
    core_->start_later(delay.count(), Hub::get().site(where));
}

void Greenlet::join(TimeLimit limit, trace::SourceLocation where) {
    if (!ready()) join_core(core_, WaitReason::Join, limit, true, where);
}

void Greenlet::get(TimeLimit limit, trace::SourceLocation where) {
    const auto core = core_;
    if (!core->ready()) join_core(core, WaitReason::Get, limit, false, where);
    if (core->exception()) std::rethrow_exception(core->exception());
}

void Greenlet::get_nowait() const {
    if (!ready()) throw Timeout();
    if (core_->exception()) std::rethrow_exception(core_->exception());
}

void Greenlet::throw_now(std::exception_ptr exception, trace::SourceLocation where) {
    Hub::get().site(where);
    core_->throw_in(exception);
}

RawLink<Greenlet> Greenlet::rawlink(RawLink<Greenlet> link) {
    core_->add_link(link.link(), *link.link());
    return link;
}

RawLink<Greenlet> Greenlet::link(RawLink<Greenlet> link) {
    core_->add_link(std::make_shared<detail::SpawnedLink>(link.link(), detail::SpawnedLink::When::Always),
                    *link.link());
    return link;
}

RawLink<Greenlet> Greenlet::link_value(RawLink<Greenlet> link) {
    core_->add_link(std::make_shared<detail::SpawnedLink>(link.link(), detail::SpawnedLink::When::Successful),
                    *link.link());
    return link;
}

RawLink<Greenlet> Greenlet::link_exception(RawLink<Greenlet> link) {
    core_->add_link(std::make_shared<detail::SpawnedLink>(link.link(), detail::SpawnedLink::When::Failed),
                    *link.link());
    return link;
}

void Greenlet::kill(TimeLimit limit, trace::SourceLocation where) {
    kill(std::make_exception_ptr(GreenletExit()), true, std::move(limit), where);
}

void Greenlet::kill(std::exception_ptr exception, bool block, TimeLimit limit, trace::SourceLocation where) {
    auto& hub = Hub::get();
    // The handle may go while it waits.
    Greenlet self(*this);
    if (core_->discard_unless_begun(exception, hub.site(where))) return;
    {
        // In the hub, waiting is refused, but not the kill.
        AskToKill ask(hub, {core_}, exception, block, where);
        if (block) ask.wait(trace::never, where);
    }
    if (block) self.join(std::move(limit), where);
}

Greenlet getcurrent() { return Greenlet(GreenletRef(&Hub::get().current())); }
Greenlet get_hub() { return Greenlet(GreenletRef(&Hub::get().hub_greenlet())); }

// --- giving way --------------------------------------------------------------------------------------

void sleep(trace::SourceLocation where) { Hub::get().yield(where); }

void sleep_ns(std::chrono::nanoseconds time, trace::SourceLocation where, bool referenced) {
    if (time.count() <= 0) {
        sleep(where);
        return;
    }
    auto& hub = Hub::get();
    auto& me = hub.current();
    loop::Timer timer(0, referenced, trace::JobKind::Wake, [&hub, &me] { hub.resume(me); });
    hub.start_timer(timer, time.count(), Hub::Refresh::Always);
    // Only now, as in gevent: a timer that comes and goes can change the order of others with equal deadlines.
    hub.check_may_block();
    try {
        const auto text =
            hub.recorder().keeps() ? fmt::format("{}", std::chrono::duration<double>(time).count()) : std::string();
        hub.block({.reason = WaitReason::Sleep,
                   .deadline = timer.deadline(),
                   .job = timer.job(),
                   .job_kind = trace::JobKind::Wake,
                   .arms = true,
                   .arguments = text},
                  where);
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        hub.cancel_timer(timer, hub.site(where));
        throw;
    }
}

void idle(int priority, trace::SourceLocation where) {
    if (priority < loop::Timers::lowest_priority || priority > loop::Timers::highest_priority)
        throw ValueError("idle: priority must be from -2 to 2");
    auto& hub = Hub::get();
    hub.use_loop();
    Waiter waiter(hub);
    loop::Idler idler(priority, [&waiter] { waiter.wake(); });
    hub.idlers().start(idler);
    waiter.wait({.reason = WaitReason::Idle}, where);
}

void work_ns(std::chrono::nanoseconds time, trace::SourceLocation where) { Hub::get().work(time.count(), where); }

// --- several greenlets -------------------------------------------------------------------------------

void kill(const Greenlet& greenlet, std::exception_ptr exception, trace::SourceLocation where) {
    Greenlet(greenlet).kill(std::move(exception), false, {}, where);
}

void kill(const RawGreenlet& greenlet, std::exception_ptr exception, trace::SourceLocation where) {
    if (greenlet.dead()) return;
    const AskToKill ask(Hub::get(), {GreenletRef(&greenlet.core())}, exception, false, where);
}

void killall(std::span<const Greenlet> greenlets, KillOptions options, trace::SourceLocation where) {
    auto& hub = Hub::get();
    std::vector<GreenletRef> victims;
    for (const auto& greenlet : greenlets)
        if (!greenlet.core().discard_unless_begun(options.exception, hub.site(where)))
            victims.emplace_back(&greenlet.core());
    if (victims.empty()) return;
    AskToKill ask(hub, std::move(victims), options.exception, options.block, where);
    if (!options.block) return;
    const TimeLimit::Running running(options.timeout, where);
    joinall(ask.wait(running.deadline(), where), {}, where);
}

void killall(std::initializer_list<Greenlet> greenlets, KillOptions options, trace::SourceLocation where) {
    killall(std::span(greenlets.begin(), greenlets.size()), std::move(options), where);
}

}  // namespace green
