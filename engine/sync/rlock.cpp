#include "sync/rlock.h"

namespace green {

using trace::Kind;
using trace::WaitReason;

RLockCore::RLockCore(std::string name, trace::SourceLocation where)
    : LinkableCore(trace::ObjectKind::RLock, "RLock", std::move(name), -1, Notify::WhileReady, where) {}

bool RLockCore::acquire(bool blocking, const TimeLimit& limit, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    const Id me = Hub::get().current().id();
    if (owner_ != me) {
        if (!ready() && (!blocking || !wait_for_notification({WaitReason::Lock, limit, where}, Expiry::ReturnsFalse)))
            return false;
        // It may be taken all the same: the run is over, and a destructor asks.
        owner_ = me;
        depth_ = 0;
    }
    ++depth_;
    record({.amount = depth_, .kind = Kind::Acquire}, {}, where);
    return true;
}

void RLockCore::release(trace::SourceLocation where) {
    if (owner_ != Hub::get().current().id()) throw RuntimeError("cannot release un-acquired lock");
    --depth_;
    if (depth_ == 0) owner_ = Id::None;
    record_and_notify({.amount = depth_, .kind = Kind::Release}, {}, where);
}

}  // namespace green
