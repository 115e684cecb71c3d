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
           current_job_ == other.current_job_ && listening_ == other.listening_;
}

// Ids are dense in a sound record; one far beyond what so many events can have made comes from a damaged
// file and must not make a table of gigabytes.
bool Moment::take_place(Id id, What what, std::size_t index) {
    constexpr std::size_t slack = 1 << 16;
    constexpr std::size_t per_event = 16;
    if (raw(id) > slack + per_event * number_ || place(id).what != What::Nothing) return false;
    while (places_.size() <= raw(id)) places_.push_back({});
    places_.edit(raw(id)) = {what, static_cast<std::uint32_t>(index)};
    return true;
}

std::optional<std::size_t> Moment::greenlet_index(Id id) const {
    const auto found = place(id);
    if (found.what != What::Greenlet) return std::nullopt;
    return found.index;
}

const GreenletState* Moment::greenlet(Id id) const {
    const auto found = place(id);
    return found.what == What::Greenlet ? &greenlets_[found.index] : nullptr;
}

const ObjectState* Moment::object(Id id) const {
    const auto found = place(id);
    return found.what == What::Object ? &objects_[found.index] : nullptr;
}

GreenletState* Moment::find_greenlet(Id id) {
    const auto found = place(id);
    return found.what == What::Greenlet ? &greenlets_.edit(found.index) : nullptr;
}

ObjectState* Moment::find_object(Id id) {
    const auto found = place(id);
    return found.what == What::Object ? &objects_.edit(found.index) : nullptr;
}

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

const Job* Moment::job(JobId id) const {
    const auto is_job = [&](const Job& job) { return job.id == id; };
    if (const auto found = std::ranges::find_if(callbacks_, is_job); found != callbacks_.end()) return &*found;
    const auto& timers = timers_.entries();
    const auto found = std::ranges::find_if(timers, is_job);
    return found == timers.end() ? nullptr : &*found;
}

void Moment::add_greenlet(Id id, Role role, std::string_view text, const TraceEvent* event) {
    if (!take_place(id, What::Greenlet, greenlets_.size())) return;
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
        state.raw = event->birth() == Birth::Raw;
    }
    greenlets_.push_back(std::move(state));
}

void Moment::add_object(const TraceEvent& event, std::string_view text) {
    if (!take_place(event.object, What::Object, objects_.size())) return;
    ObjectState state;
    state.id = event.object;
    state.kind = event.object_kind();
    state.name = text;
    state.capacity = event.amount;
    if (state.kind == ObjectKind::Semaphore || state.kind == ObjectKind::BoundedSemaphore) state.count = event.amount;
    if (state.kind == ObjectKind::Socket && event.amount >= 0) {
        state.capacity = -1;
        state.listener = static_cast<Id>(event.amount);
        state.count = static_cast<std::int64_t>(SocketState::Connected);
    }
    state.made_by = event.greenlet;
    state.made_at = event.site;
    const Id listener = state.listener;
    objects_.push_back(std::move(state));
    if (auto* accepts = find_object(listener)) ++accepts->accepted;
}

void Moment::set_state(Id id, State state) {
    const auto* now = greenlet(id);
    if (!now || now->state == state) return;
    auto* greenlet = find_greenlet(id);
    greenlet->state = state;
    greenlet->since = number_;
}

void Moment::apply(const TraceEvent& event, std::string_view text) {
    ++number_;
    time_ = event.time;
    if (event.site && greenlet(event.greenlet)) {
        auto* caller = find_greenlet(event.greenlet);
        caller->site = event.site;
        caller->called = number_;
    }
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
        case Kind::Object: add_object(event, text); break;
        case Kind::Put: put(event, text); break;
        case Kind::Get: get(event); break;
        case Kind::Set: set(event, text); break;
        case Kind::TaskDone:
        case Kind::Clear:
            if (auto* object = find_object(event.object)) object->count = event.amount;
            break;
        case Kind::Acquire:
            if (auto* lock = find_object(event.object)) {
                lock->count = event.amount;
                lock->holders.push_back(event.greenlet);
            }
            break;
        case Kind::Release: release(event); break;
        case Kind::Add:
            if (auto* group = find_object(event.object)) group->members.push_back(static_cast<Id>(event.amount));
            break;
        case Kind::Remove:
            if (auto* group = find_object(event.object)) std::erase(group->members, static_cast<Id>(event.amount));
            break;
        case Kind::Store: store(event, text); break;
        case Kind::Forget: forget(event); break;
        case Kind::Open: open(event, text); break;
        case Kind::Close: close(event); break;
        case Kind::Receive:
            if (auto* socket = find_object(event.object)) socket->received += static_cast<std::uint64_t>(event.amount);
            break;
        case Kind::Send:
            if (auto* socket = find_object(event.object)) socket->sent += static_cast<std::uint64_t>(event.amount);
            break;
        case Kind::Request:
            if (auto* server = find_object(event.object)) {
                ++server->requests;
                server->recent_requests.add(event.time);
            }
            break;
        case Kind::Resume:
            if (auto* target = find_greenlet(event.object)) end_wait(*target);
            break;
        default: break;
    }
}

void Moment::put(const TraceEvent& event, std::string_view item) {
    auto* queue = find_object(event.object);
    if (!queue) return;
    const auto size = static_cast<std::int64_t>(queue->items.size());
    const auto at = event.amount < 0 || event.amount > size ? size : event.amount;
    queue->items.emplace(queue->items.begin() + at, item);
    if (queue->kind == ObjectKind::JoinableQueue) ++queue->count;
    // A site: a link's own put, which is nobody else's.
    if (event.greenlet != Id::Hub || event.site) return;
    // The hub stores for the first in line, who is told by the Resume that follows.
    const auto first = std::ranges::find_if(queue->waiters, [&](Id waiter) {
        const auto* greenlet = this->greenlet(waiter);
        return greenlet && greenlet->reason == WaitReason::QueuePut;
    });
    if (first != queue->waiters.end()) queue->waiters.erase(first);
}

void Moment::get(const TraceEvent& event) {
    auto* queue = find_object(event.object);
    if (!queue || queue->items.empty()) return;
    const auto last = static_cast<std::int64_t>(queue->items.size()) - 1;
    queue->items.erase(queue->items.begin() + std::clamp(event.amount, std::int64_t{0}, last));
}

void Moment::store(const TraceEvent& event, std::string_view value) {
    auto* local = find_object(event.object);
    if (!local) return;
    const auto found = std::ranges::find(local->locals, event.greenlet, &ObjectState::Local::greenlet);
    if (found == local->locals.end())
        local->locals.push_back({event.greenlet, std::string(value)});
    else
        found->value = value;
}

void Moment::forget(const TraceEvent& event) {
    const Id whose = event.amount == 0 ? event.greenlet : static_cast<Id>(event.amount);
    if (auto* local = find_object(event.object))
        std::erase_if(local->locals, [&](const auto& kept) { return kept.greenlet == whose; });
}

void Moment::set(const TraceEvent& event, std::string_view value) {
    auto* object = find_object(event.object);
    if (!object) return;
    const bool has_value = object->count > 0 && !object->failed;
    object->count = event.amount;
    const bool fails = event.end_reason() == EndReason::Failed;
    // A result's value hides an error that comes later (rule R50).
    if (fails && has_value) return;
    object->failed = fails;
    object->value = value;
}

// Permits belong to nobody: whoever has none gives back for the one who has held longest.
void Moment::release(const TraceEvent& event) {
    auto* lock = find_object(event.object);
    if (!lock) return;
    lock->count = event.amount;
    auto& holders = lock->holders;
    if (holders.empty()) return;
    const auto own = std::find(holders.rbegin(), holders.rend(), event.greenlet);
    holders.erase(own == holders.rend() ? holders.begin() : std::next(own).base());
}

void Moment::open(const TraceEvent& event, std::string_view text) {
    auto* opened = find_object(event.object);
    if (!opened) return;
    opened->count = event.reason;
    const bool serves = is_server(opened->kind);
    if (serves) {
        opened->value = text;
        opened->listener = static_cast<Id>(event.amount);
    } else {
        opened->name = text;
    }
    const bool listens =
        serves || (opened->kind == ObjectKind::Socket && event.socket_state() == SocketState::Listening);
    if (listens && std::ranges::find(listening_, event.object) == listening_.end()) listening_.push_back(event.object);
}

void Moment::close(const TraceEvent& event) {
    auto* closed = find_object(event.object);
    if (!closed) return;
    const bool was_open = closed->socket_state() != SocketState::Closed;
    closed->count = static_cast<std::int64_t>(SocketState::Closed);
    std::erase(listening_, event.object);
    if (closed->kind != ObjectKind::Socket || !was_open) return;
    if (auto* listener = find_object(closed->listener)) ++listener->left;
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
        const auto* target = greenlet(job.target);
        if (target && !target->ended && target->state != State::Running) {
            set_state(job.target, State::Runnable);
            find_greenlet(job.target)->wake = job.kind;
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
        // The hub, in the middle of its pass; or a greenlet that handed over on the spot, with a wake-up queued
        // or without.
        const bool will_go_on = from->role != Role::Hub && std::ranges::any_of(callbacks_, [&](const Job& job) {
                                    return job.target == running_ && job.kind == JobKind::Wake && !job.cancelled;
                                });
        set_state(running_, will_go_on ? State::Runnable : State::Waiting);
        if (will_go_on)
            from->wake = JobKind::Wake;
        else
            from->reason = from->role == Role::Hub ? WaitReason::None : WaitReason::Hub;
    }
    set_state(next, State::Running);
    running_ = next;
}

}  // namespace green::trace
