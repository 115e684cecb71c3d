#include "trace/moment.h"

#include <algorithm>
#include <utility>

namespace green::trace {

std::string_view name(State state) {
    switch (state) {
        case State::Created: return "created";
        case State::Runnable: return "runnable";
        case State::Running: return "running";
        case State::Waiting: return "waiting";
        case State::Finished: return "finished";
        case State::Failed: return "failed";
        case State::Killed: return "killed";
    }
    return "unknown";
}

Moment::Moment() {
    add_greenlet(Id::Main, Role::Main, "main", nullptr);
    add_greenlet(Id::Hub, Role::Hub, "hub", nullptr);
    set_state(Id::Main, State::Running);
}

bool Moment::operator==(const Moment& other) const {
    return number_ == other.number_ && time_ == other.time_ && running_ == other.running_ &&
           switches_ == other.switches_ && greenlets_ == other.greenlets_ && objects_ == other.objects_ &&
           callbacks_ == other.callbacks_ && timers_.entries() == other.timers_.entries() &&
           current_job_ == other.current_job_;
}

// Ids are dense in a sound record; one far beyond what so many events can have made comes from a damaged
// file and must not make a table of gigabytes.
Moment::Place* Moment::free_place(Id id) {
    constexpr std::size_t slack = 1 << 16;
    constexpr std::size_t per_event = 16;
    const std::size_t index = raw(id);
    if (index >= places_.size()) {
        if (index > slack + per_event * number_) return nullptr;
        places_.resize(index + 1);
    }
    return places_[index].known ? nullptr : &places_[index];
}

const GreenletState* Moment::greenlet(Id id) const {
    const std::size_t index = raw(id);
    if (index >= places_.size() || !places_[index].known || !places_[index].is_greenlet) return nullptr;
    return &greenlets_[places_[index].index];
}

const ObjectState* Moment::object(Id id) const {
    const std::size_t index = raw(id);
    if (index >= places_.size() || !places_[index].known || places_[index].is_greenlet) return nullptr;
    return &objects_[places_[index].index];
}

GreenletState* Moment::find_greenlet(Id id) { return const_cast<GreenletState*>(std::as_const(*this).greenlet(id)); }
ObjectState* Moment::find_object(Id id) { return const_cast<ObjectState*>(std::as_const(*this).object(id)); }

std::string_view Moment::name_of(Id id) const {
    if (const auto* found = greenlet(id)) return found->name;
    if (const auto* found = object(id)) return found->name;
    return {};
}

std::vector<Job> Moment::timers(std::size_t limit) const {
    auto heap = timers_;
    std::vector<Job> in_order;
    in_order.reserve(std::min(limit, heap.size()));
    while (!heap.empty() && in_order.size() < limit) in_order.push_back(heap.remove(0));
    return in_order;
}

void Moment::add_greenlet(Id id, Role role, std::string_view text, const TraceEvent* event) {
    auto* where = free_place(id);
    if (!where) return;
    *where = {true, static_cast<std::uint32_t>(greenlets_.size()), true};
    const auto parts = spawn_text(text);
    GreenletState state;
    state.id = id;
    state.role = role;
    state.name = parts.name;
    state.run = parts.run;
    state.arguments = parts.arguments;
    state.since = number_;
    if (event) {
        state.spawned_by = event->greenlet;
        state.spawned_at = event->site;
    }
    greenlets_.push_back(std::move(state));
}

void Moment::set_state(Id id, State state) {
    auto* greenlet = find_greenlet(id);
    if (!greenlet || greenlet->state == state) return;
    greenlet->state = state;
    greenlet->since = number_;
}

void Moment::apply(const TraceEvent& event, std::string_view text) {
    ++number_;
    time_ = event.time;
    if (event.site)
        if (auto* actor = find_greenlet(event.greenlet)) actor->site = event.site;
    apply_kind(event, text);
    apply_job(event);
    if (event.has(Flag::Switch)) apply_switch(event);
}

void Moment::apply_kind(const TraceEvent& event, std::string_view text) {
    switch (event.kind) {
        case Kind::Create:
        case Kind::Spawn: add_greenlet(event.object, Role::Greenlet, text, &event); break;
        case Kind::Wait: begin_wait(event, text); break;
        case Kind::Yield: set_state(event.greenlet, State::Runnable); break;
        case Kind::Discard: end(event.object, event.end_reason(), text); break;
        case Kind::Fail:
            if (auto* failed = find_greenlet(event.greenlet)) failed->result = text;
            break;
        case Kind::End: end(event.greenlet, event.end_reason(), text); break;
        case Kind::Object: {
            auto* where = free_place(event.object);
            if (!where) break;
            *where = {false, static_cast<std::uint32_t>(objects_.size()), true};
            objects_.push_back({event.object, event.object_kind(), std::string(text), event.amount, {}, {},
                                event.greenlet, event.site});
            break;
        }
        case Kind::Put:
            if (auto* queue = find_object(event.object)) {
                const auto size = static_cast<std::int64_t>(queue->items.size());
                const auto at = event.amount < 0 || event.amount > size ? size : event.amount;
                queue->items.emplace(queue->items.begin() + at, text);
                // The hub stores for the first in line, who is told by the Resume that follows.
                if (event.greenlet != Id::Hub) break;
                const auto first = std::ranges::find_if(queue->waiters, [&](Id waiter) {
                    const auto* greenlet = this->greenlet(waiter);
                    return greenlet && greenlet->reason == WaitReason::QueuePut;
                });
                if (first != queue->waiters.end()) queue->waiters.erase(first);
            }
            break;
        case Kind::Get:
            if (auto* queue = find_object(event.object); queue && !queue->items.empty()) queue->items.pop_front();
            break;
        case Kind::Resume:
            if (auto* target = find_greenlet(event.object)) end_wait(*target);
            break;
        default: break;
    }
}

void Moment::begin_wait(const TraceEvent& event, std::string_view text) {
    auto* greenlet = find_greenlet(event.greenlet);
    if (!greenlet) return;
    set_state(event.greenlet, State::Waiting);
    greenlet->since = number_;
    greenlet->reason = event.wait_reason();
    greenlet->waits_on = event.object;
    greenlet->call_arguments = text;
    greenlet->deadline = event.amount;
    if (auto* object = find_object(event.object)) object->waiters.push_back(event.greenlet);
}

void Moment::end_wait(GreenletState& greenlet) {
    if (auto* object = find_object(greenlet.waits_on)) std::erase(object->waiters, greenlet.id);
    greenlet.reason = WaitReason::None;
    greenlet.waits_on = Id::None;
    greenlet.call_arguments.clear();
    greenlet.deadline = never;
    greenlet.wake = JobKind::None;
}

void Moment::end(Id id, EndReason reason, std::string_view result) {
    auto* greenlet = find_greenlet(id);
    if (!greenlet) return;
    switch (reason) {
        case EndReason::Failed: set_state(id, State::Failed); break;
        case EndReason::Killed: set_state(id, State::Killed); break;
        default: set_state(id, State::Finished); break;
    }
    greenlet->ended = true;
    // A Fail has said the error already.
    if (!result.empty()) greenlet->result = result;
}

void Moment::apply_job(const TraceEvent& event) {
    if (event.has(Flag::Runs))
        take_job(event);
    else if (event.kind == Kind::Idle)
        current_job_ = {};
    if (event.has(Flag::Cancels)) cancel_job(event);
    if (event.has(Flag::Queues) || event.has(Flag::Arms)) add_job(event);
}

void Moment::add_job(const TraceEvent& event) {
    Job job;
    job.id = event.job;
    job.kind = event.job_kind;
    // Without an object the job is about the greenlet itself: its sleep, its notification.
    const bool about_itself = event.kind == Kind::Yield || event.kind == Kind::End || event.kind == Kind::Fail ||
                              (event.kind == Kind::Wait && event.job_kind == JobKind::Wake);
    job.target = about_itself ? event.greenlet : event.object;
    job.asked_by = number_;
    if (event.has(Flag::Arms)) {
        job.deadline = event.amount;
        timers_.push(job);
        return;
    }
    if (job.kind == JobKind::Start || job.kind == JobKind::Wake || job.kind == JobKind::Throw) {
        auto* target = find_greenlet(job.target);
        if (target && !target->ended && target->state != State::Running) {
            set_state(job.target, State::Runnable);
            target->wake = job.kind;
        } else if (target && event.kind == Kind::Yield) {
            target->wake = job.kind;
        }
    }
    callbacks_.push_back(job);
}

// Callbacks run from the front; a timer runs in the order in which the loop collected it.
void Moment::take_job(const TraceEvent& event) {
    current_job_ = {};
    const auto is_job = [&](const Job& job) { return job.id == event.job; };
    // No-ops ahead of it were dropped without a word.
    if (const auto found = std::ranges::find_if(callbacks_, is_job); found != callbacks_.end()) {
        current_job_ = *found;
        callbacks_.erase(callbacks_.begin(), found + 1);
        return;
    }
    const auto& timers = timers_.entries();
    if (const auto found = std::ranges::find_if(timers, is_job); found != timers.end())
        current_job_ = timers_.remove(static_cast<std::size_t>(found - timers.begin()));
}

void Moment::cancel_job(const TraceEvent& event) {
    const auto is_job = [&](const Job& job) { return job.id == event.job; };
    if (const auto found = std::ranges::find_if(callbacks_, is_job); found != callbacks_.end()) {
        found->cancelled = true;
        return;
    }
    const auto& timers = timers_.entries();
    if (const auto found = std::ranges::find_if(timers, is_job); found != timers.end())
        timers_.remove(static_cast<std::size_t>(found - timers.begin()));
}

void Moment::apply_switch(const TraceEvent& event) {
    ++switches_;
    const Id next = switches_to(event);
    if (auto* from = find_greenlet(running_); from && from->state == State::Running) {
        // The hub, in the middle of its pass; or a greenlet that handed over without arranging a wake-up.
        set_state(running_, State::Waiting);
        from->reason = from->role == Role::Hub ? WaitReason::None : WaitReason::Hub;
    }
    set_state(next, State::Running);
    running_ = next;
}

}  // namespace green::trace
