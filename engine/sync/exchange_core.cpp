#include "sync/exchange_core.h"

#include <algorithm>
#include <utility>

namespace green {

using trace::Flag;
using trace::Kind;
using trace::TraceEvent;
using trace::WaitReason;

class ExchangeCore::InLine {
public:
    InLine(Line& line, Waiter& waiter) : line_(line), waiter_(waiter) { line.push_back(&waiter); }
    ~InLine() {
        if (const auto found = std::ranges::find(line_, &waiter_); found != line_.end()) line_.erase(found);
    }
    InLine(const InLine&) = delete;
    InLine& operator=(const InLine&) = delete;

private:
    Line& line_;
    Waiter& waiter_;
};

ExchangeCore::ExchangeCore(Type type, std::int64_t capacity, std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), name_(std::move(name)) {
    auto& hub = Hub::get();
    hub.use_loop();
    if (name_.empty()) name_ = hub.next_name(type.name);
    hub.record({.amount = capacity,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(type.kind)},
               name_);
}

bool ExchangeCore::begin_unlock() { return !std::exchange(unlocking_, true); }

void ExchangeCore::record(TraceEvent event, bool unlocks, std::string_view item, trace::SourceLocation where) {
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

void ExchangeCore::record_put_for_waiter(std::int64_t place, std::string_view item) {
    Hub::get().record({.amount = place, .object = id(), .kind = Kind::Put}, item);
}

void ExchangeCore::attach_unlock(Blocking& blocking) {
    if (!begin_unlock()) return;
    blocking.job = Hub::get().queue(*this, trace::JobKind::Unlock);
    blocking.job_kind = trace::JobKind::Unlock;
}

void ExchangeCore::wait_to_put(Waiter& waiter, std::string_view item, const Call& call) {
    const InLine in_line(putters_, waiter);
    const TimeLimit::Running running(call.limit, Full{}, call.where, call.at_end);
    Blocking blocking{.reason = WaitReason::QueuePut, .on = this, .deadline = running.deadline(), .arguments = item};
    if (!getters_.empty()) attach_unlock(blocking);
    waiter.wait(blocking, call.where);
}

void ExchangeCore::wait_to_get(Waiter& waiter, const Call& call) {
    const TimeLimit::Running running(call.limit, Empty{}, call.where, call.at_end);
    const InLine in_line(getters_, waiter);
    Blocking blocking{.reason = WaitReason::QueueGet, .on = this, .deadline = running.deadline()};
    if (!putters_.empty()) attach_unlock(blocking);
    waiter.wait(blocking, call.where);
}

Waiter& ExchangeCore::take_first(Line& line) {
    auto& first = *line.front();
    line.pop_front();
    return first;
}

void ExchangeCore::run(const Callback&) {
    // Also when an error ends it: else nobody would ever be matched again.
    struct Done {
        bool& unlocking;
        ~Done() { unlocking = false; }
    } const done{unlocking_};
    match();
}

}  // namespace green
