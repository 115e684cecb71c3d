#include "sync/semaphore.h"

#include <algorithm>

namespace green {

using trace::Kind;
using trace::ObjectKind;
using trace::WaitReason;

namespace {

std::int64_t not_negative(std::int64_t permits) {
    if (permits < 0) throw ValueError("semaphore initial value must be >= 0");
    return permits;
}

}  // namespace

SemaphoreCore::SemaphoreCore(std::int64_t permits, bool bound, std::string name, trace::SourceLocation where)
    : LinkableCore(bound ? ObjectKind::BoundedSemaphore : ObjectKind::Semaphore,
                   bound ? "BoundedSemaphore" : "Semaphore", std::move(name), not_negative(permits), Notify::WhileReady,
                   where),
      counter_(permits),
      bound_(bound ? std::optional(permits) : std::nullopt) {}

bool SemaphoreCore::acquire(bool blocking, const TimeLimit& limit, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    if (counter_ <= 0) {
        if (!blocking || !wait_for_notification({WaitReason::Lock, limit, where}, Expiry::ReturnsFalse)) return false;
        // The notification comes only while there is a permit. None: the run is over, and a destructor
        // still asks; it gets one.
    }
    --counter_;
    holders_.push_back(Hub::get().current().id());
    record({.amount = counter_, .kind = Kind::Acquire}, {}, where);
    return true;
}

void SemaphoreCore::release(trace::SourceLocation where) {
    if (bound_ && counter_ >= *bound_) throw ValueError("Semaphore released too many times");
    ++counter_;
    // Permits belong to nobody: whoever has none gives back for the one who has held longest.
    if (!holders_.empty()) {
        const auto own = std::ranges::find(holders_, Hub::get().current().id());
        holders_.erase(own == holders_.end() ? holders_.begin() : own);
    }
    record_and_notify({.amount = counter_, .kind = Kind::Release}, {}, where);
}

std::int64_t SemaphoreCore::wait(const TimeLimit& limit, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    if (counter_ <= 0) wait_for_notification({WaitReason::LockWait, limit, where}, Expiry::ReturnsFalse);
    return counter_;
}

bool InnerSemaphore::acquire(bool blocking, WaitReason reason, const TimeLimit& limit, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    if (counter_ <= 0 && (!blocking || !wait_for_notification({reason, limit, where}, Expiry::ReturnsFalse)))
        return false;
    --counter_;
    return true;
}

void InnerSemaphore::release(trace::TraceEvent& cause) {
    ++counter_;
    queue_notification(cause);
}

std::int64_t InnerSemaphore::wait(WaitReason reason, const TimeLimit& limit, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    if (counter_ <= 0) wait_for_notification({reason, limit, where}, Expiry::ReturnsFalse);
    return counter_;
}

}  // namespace green
