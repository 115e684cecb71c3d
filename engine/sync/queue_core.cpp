#include "sync/queue_core.h"

#include <algorithm>
#include <utility>

namespace green {

using trace::Flag;
using trace::Kind;
using trace::TraceEvent;
using trace::WaitReason;

class QueueCore::InLine {
public:
    InLine(std::deque<Waiter*>& line, Waiter& waiter) : line_(line), waiter_(waiter) { line.push_back(&waiter); }
    ~InLine() {
        if (const auto found = std::ranges::find(line_, &waiter_); found != line_.end()) line_.erase(found);
    }
    InLine(const InLine&) = delete;
    InLine& operator=(const InLine&) = delete;

private:
    std::deque<Waiter*>& line_;
    Waiter& waiter_;
};

QueueCore::QueueCore(std::optional<std::size_t> capacity, std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), capacity_(capacity), name_(std::move(name)) {
    auto& hub = Hub::get();
    hub.use_loop();
    if (name_.empty()) name_ = hub.next_name("Queue");
    hub.record({.amount = capacity_ ? static_cast<std::int64_t>(*capacity_) : -1,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::Queue)},
               name_);
}

bool QueueCore::begin_unlock() { return !std::exchange(unlocking_, true); }

void QueueCore::record(TraceEvent event, bool unlocks, std::string_view item, trace::SourceLocation where) {
    auto& hub = Hub::get();
    event.object = id();
    event.site = hub.site(where);
    if (unlocks && begin_unlock()) {
        event.job = hub.queue(*this, trace::JobKind::Unlock);
        event.job_kind = trace::JobKind::Unlock;
        event.flags = static_cast<std::uint8_t>(Flag::Queues);
    }
    hub.record(event, item);
}

void QueueCore::stored(std::string_view item, bool at_once, trace::SourceLocation where) {
    record({.amount = -1, .kind = Kind::Put}, at_once && !getters_.empty(), item, where);
}

void QueueCore::taken(std::string_view item, bool at_once, trace::SourceLocation where) {
    record({.kind = Kind::Get}, at_once && !putters_.empty(), item, where);
}

void QueueCore::stored_by_hub(std::string_view item) {
    Hub::get().record({.amount = -1, .object = id(), .kind = Kind::Put}, item);
}

void QueueCore::attach_unlock(Blocking& blocking) {
    if (!begin_unlock()) return;
    blocking.job = Hub::get().queue(*this, trace::JobKind::Unlock);
    blocking.job_kind = trace::JobKind::Unlock;
}

void QueueCore::wait_to_put(Waiter& waiter, std::string_view item, const TimeLimit& limit,
                            trace::SourceLocation where) {
    const InLine in_line(putters_, waiter);
    const TimeLimit::Running running(limit, Full{}, where);
    Blocking blocking{
        .reason = WaitReason::QueuePut, .object = id(), .deadline = running.deadline(), .arguments = item};
    if (!getters_.empty()) attach_unlock(blocking);
    waiter.wait(blocking, where);
}

void QueueCore::wait_to_get(const TimeLimit& limit, trace::SourceLocation where) {
    Waiter waiter(Hub::get());
    const TimeLimit::Running running(limit, Empty{}, where);
    const InLine in_line(getters_, waiter);
    Blocking blocking{.reason = WaitReason::QueueGet, .object = id(), .deadline = running.deadline()};
    if (!putters_.empty()) attach_unlock(blocking);
    waiter.wait(blocking, where);
}

void QueueCore::serve_getters_in_hub() {
    while (!getters_.empty() && size() > 0 && !has_room()) {
        auto* getter = getters_.front();
        getters_.pop_front();
        getter->wake();
    }
}

void QueueCore::serve_putters_in_hub() {
    while (!putters_.empty() && size() == 0) {
        auto* putter = putters_.front();
        putters_.pop_front();
        store_item_of(*putter);
        putter->wake();
    }
}

// Each who is woken runs until it blocks before the next step. What it does to the queue meanwhile
// needs no further job: this one goes on until nothing applies.
void QueueCore::run(const Callback&) {
    for (bool again = true; again;) {
        again = false;
        if (!putters_.empty() && has_room()) {
            again = true;
            auto* putter = putters_.front();
            putters_.pop_front();
            store_item_of(*putter);
            putter->wake();
        }
        if (!getters_.empty() && size() > 0) {
            again = true;
            auto* getter = getters_.front();
            getters_.pop_front();
            getter->wake();
        }
    }
    unlocking_ = false;
}

}  // namespace green
