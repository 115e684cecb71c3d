#include "hub/greenlet_core.h"

#include <algorithm>
#include <utility>

#include "hub/hub.h"
#include "hub/repr.h"

namespace green {

using trace::EndReason;
using trace::Flag;
using trace::Kind;
using trace::TraceEvent;

namespace {

// The GreenletExit that the error is, written as Python would; empty for any other.
std::string exit_repr(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const GreenletExit&) {
        return repr_of_exception(error);
    } catch (...) {
        return {};
    }
}

}  // namespace

GreenletCore::GreenletCore(Hub& hub, Id id, std::string name, Body body, Sort sort)
    : LinkTarget(id),
      context_(hub.stacks_, [this]() -> context::Context& { return body_on_own_stack(); }),
      hub_(&hub),
      raw_(sort == Sort::Raw),
      name_(std::move(name)),
      body_(std::move(body)) {
    last_seen_.name = name_.c_str();
    hub.enlist(*this);
}

GreenletCore::~GreenletCore() {
    if (hub_) hub_->strike(*this);
}

// --- starting ----------------------------------------------------------------------------------------

void GreenletCore::start(trace::Site site) {
    if (begun_to_start_ || start_cancelled_ || !hub_) return;
    begun_to_start_ = true;
    start_job_ = hub_->queue(*this, JobKind::Start);
    hub_->record({.object = id(),
                  .site = site,
                  .job = start_job_,
                  .kind = Kind::Start,
                  .job_kind = JobKind::Start,
                  .flags = static_cast<std::uint8_t>(Flag::Queues)});
}

void GreenletCore::arm_start(Nanoseconds delay) {
    begun_to_start_ = true;
    keep();
    start_timer_ = std::make_unique<loop::Timer>(0, true, JobKind::Start, [this, &hub = *hub_] {
        // What runs here is part of it.
        const auto timer = std::exchange(start_timer_, nullptr);
        const GreenletRef hold = let_go();
        hub.resume(*this);
    });
    hub_->start_timer(*start_timer_, delay, Hub::Refresh::InPass);
}

void GreenletCore::start_later(Nanoseconds delay, trace::Site site) {
    if (begun_to_start_ || start_cancelled_ || !hub_) return;
    arm_start(delay);
    hub_->record({.amount = start_timer_->deadline(),
                  .object = id(),
                  .site = site,
                  .job = start_timer_->job(),
                  .kind = Kind::Start,
                  .job_kind = JobKind::Start,
                  .flags = static_cast<std::uint8_t>(Flag::Arms)});
}

void GreenletCore::spawn(std::string_view text, std::optional<Nanoseconds> delay, trace::Site site) {
    TraceEvent event{.object = id(),
                     .site = site,
                     .kind = Kind::Spawn,
                     .reason = static_cast<std::uint8_t>(raw_ ? trace::Birth::Raw : trace::Birth::Greenlet),
                     .job_kind = JobKind::Start};
    if (delay) {
        arm_start(*delay);
        event.amount = start_timer_->deadline();
        event.job = start_timer_->job();
        event.flags = static_cast<std::uint8_t>(Flag::Arms);
    } else {
        begun_to_start_ = true;
        event.job = start_job_ = hub_->queue(*this, JobKind::Start);
        event.flags = static_cast<std::uint8_t>(Flag::Queues);
    }
    hub_->record(event, text);
}

void GreenletCore::cancel_start(trace::Site site) {
    start_cancelled_ = true;
    if (start_timer_) {
        hub_->cancel_timer(*start_timer_, site);
        start_timer_.reset();
    } else if (start_job_ != JobId::None) {
        // The callback stays in the queue; when its turn comes it does nothing (rule R9).
        hub_->record(
            {.site = site, .job = start_job_, .kind = Kind::Cancel, .flags = static_cast<std::uint8_t>(Flag::Cancels)});
    }
}

void GreenletCore::keep() {
    if (std::exchange(kept_, true)) return;
    intrusive_ptr_add_ref(this);
}

GreenletRef GreenletCore::let_go() {
    return std::exchange(kept_, false) ? GreenletRef(this, /*add_ref=*/false) : GreenletRef();
}

void GreenletCore::abandon() {
    // They may hold handles of this very greenlet.
    const auto body = std::exchange(body_, nullptr);
    remove_all_links();
    const auto belongings = std::exchange(belongings_, {});
    let_go();
}

// --- running -----------------------------------------------------------------------------------------

void GreenletCore::run(const Callback& callback) {
    switch (callback.kind) {
        case JobKind::Start:
            if (!context_.begun()) hub_->resume(*this, nullptr, Hub::AllOfTheCallback::Yes);
            break;
        case JobKind::Wake:
            if (callback.wait == waits_) hub_->resume(*this, nullptr, Hub::AllOfTheCallback::Yes);
            break;
        case JobKind::Notify: notify_links(); break;
        default: break;
    }
}

context::Context& GreenletCore::body_on_own_stack() {
    if (raw_)
        run_raw_body();
    else
        run_body();
    if (id() == Id::Main) return hub_->base_;
    ended_ = true;
    TraceEvent event{.kind = Kind::End, .flags = static_cast<std::uint8_t>(Flag::Switch)};
    if (error_) {
        event.reason = static_cast<std::uint8_t>(EndReason::Failed);
        if (raw_) event.flags = event.flags | Flag::Throw;
        hub_->record(event, raw_ ? describe(error_) : std::string());
    } else {
        event.reason = static_cast<std::uint8_t>(killed_ ? EndReason::Killed : EndReason::Finished);
        queue_notification(event);
        hub_->record(event, result_->repr);
    }
    hub_->just_ended_ = this;
    hub_->set_running(*hub_->hub_greenlet_);
    if (auto* next = parent_that_goes_on()) return next->context_;
    return hub_->hub_greenlet_->context_;
}

// The record has the hub pass control on to it.
GreenletCore* GreenletCore::parent_that_goes_on() {
    const auto parent = std::exchange(parent_, nullptr);
    if (!parent || parent.get() == hub_->hub_greenlet_.get() || parent->ended_ || parent->blocked_in_ ||
        !parent->context_.begun())
        return nullptr;
    hub_->record({.object = parent->id(),
                  .kind = Kind::Resume,
                  .flags = static_cast<std::uint8_t>(error_ ? static_cast<int>(Flag::Switch | Flag::Throw)
                                                            : static_cast<int>(Flag::Switch))});
    hub_->begin_turn(*parent);
    // It has begun, so it holds itself.
    return parent.get();
}

void GreenletCore::call_body() {
    try {
        // A raw one may be thrown into before it ever ran.
        hub_->arrive(thrown_);
        result_ = body_();
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        store(std::current_exception());
    }
}

void GreenletCore::run_body() {
    call_body();
    // Arguments go with the body, still inside the greenlet.
    body_ = nullptr;
    if (!error_) return;
    TraceEvent event{.kind = Kind::Fail};
    queue_notification(event);
    hub_->record(event, describe(error_));
    hub_->handle_error(this, error_);
}

void GreenletCore::run_raw_body() {
    call_body();
    body_ = nullptr;
    std::exchange(belongings_, {}).clear();
    if (error_) hub_->raise_in_hub(error_);
}

void GreenletCore::store(std::exception_ptr error) {
    if (auto repr = exit_repr(error); !repr.empty()) {
        killed_ = true;
        result_ = Value{std::move(error), std::move(repr)};
    } else {
        error_ = std::move(error);
    }
}

bool GreenletCore::discard_unless_begun(const std::exception_ptr& error, trace::Site site) {
    if (ready() || !hub_) return true;
    if (context_.begun()) return false;
    const GreenletRef hold = let_go();  // the start's timer may be the last to hold it
    cancel_start(site);
    ended_ = true;
    store(error);
    body_ = nullptr;
    TraceEvent event{.object = id(),
                     .site = site,
                     .kind = Kind::Discard,
                     .reason = static_cast<std::uint8_t>(killed_ ? EndReason::Killed : EndReason::Failed)};
    queue_notification(event);
    hub_->record(event, killed_ ? result_->repr : describe(error_));
    if (error_) hub_->handle_error(this, error_);
    return true;
}

void GreenletCore::throw_in(const std::exception_ptr& error) {
    if (!hub_ || (!raw_ && discard_unless_begun(error, {}))) return;
    hub_->resume(*this, error);
}

// --- links -------------------------------------------------------------------------------------------

void GreenletCore::queue_notification(TraceEvent& event) {
    if (links_.empty() || notifying_) return;
    notifying_ = true;
    event.job = hub_->queue(*this, JobKind::Notify);
    event.job_kind = JobKind::Notify;
    event.flags = event.flags | Flag::Queues;
}

void GreenletCore::add_link(Link& link) {
    links_.add(link);
    has_new_link();
}

void GreenletCore::add_link(std::shared_ptr<Link> link, const Link& known_as) {
    links_.add(std::move(link), known_as);
    has_new_link();
}

void GreenletCore::has_new_link() {
    if (!ready() || notifying_ || !hub_) return;
    TraceEvent event{.object = id(), .kind = Kind::Callback};
    queue_notification(event);
    hub_->record(event);
}

// Rule R20: links that are added meanwhile are called too.
void GreenletCore::notify_links() {
    while (!links_.empty()) {
        const auto entry = links_.take_front();
        try {
            entry.link->called(*this);
        } catch (const context::Unwind&) {
            throw;
        } catch (...) {
            hub_->handle_error(this, std::current_exception());
        }
    }
    notifying_ = false;
}

}  // namespace green
