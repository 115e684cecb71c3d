#include "sync/event.h"

#include <utility>

namespace green {

using trace::Kind;
using trace::WaitReason;

EventCore::EventCore(std::string name, trace::SourceLocation where)
    : LinkableCore(trace::ObjectKind::Event, "Event", std::move(name), -1, Notify::All, where) {}

void EventCore::set(trace::SourceLocation where) {
    is_set_ = true;
    record_and_notify({.amount = 1, .kind = Kind::Set}, {}, where);
}

void EventCore::clear(trace::SourceLocation where) {
    is_set_ = false;
    record({.amount = 0, .kind = Kind::Clear}, {}, where);
}

bool EventCore::wait(const TimeLimit& limit, trace::SourceLocation where) {
    if (!is_set_) return wait_for_notification({WaitReason::Event, limit, where}, Expiry::ReturnsFalse);
    let_others_go_first(WaitReason::Event, where);
    return true;
}

void InnerEvent::set(trace::TraceEvent& cause) {
    is_set_ = true;
    queue_notification(cause);
}

bool InnerEvent::wait(WaitReason reason, const TimeLimit& limit, trace::SourceLocation where) {
    if (!is_set_) return wait_for_notification({reason, limit, where}, Expiry::ReturnsFalse);
    let_others_go_first(reason, where);
    return true;
}

}  // namespace green
