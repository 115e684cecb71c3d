#include "pane/woken.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace views {

using green::trace::Id;
using green::trace::Moment;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::WaitReason;

bool isLock(const ObjectState& object) {
    switch (object.kind) {
        case ObjectKind::Lock:
        case ObjectKind::Semaphore:
        case ObjectKind::BoundedSemaphore:
        case ObjectKind::RLock: return true;
        default: return false;
    }
}

std::vector<Id> toBeWoken(const ObjectState& object, const Moment& moment) {
    const auto waiting = [&](std::initializer_list<WaitReason> reasons, std::int64_t most) {
        std::vector<Id> found;
        for (const Id id : object.waiters) {
            if (static_cast<std::int64_t>(found.size()) >= most) break;
            const auto* greenlet = moment.greenlet(id);
            if (greenlet && std::ranges::find(reasons, greenlet->reason) != reasons.end()) found.push_back(id);
        }
        return found;
    };
    constexpr std::int64_t all = INT64_MAX;
    const auto size = static_cast<std::int64_t>(object.members.size());
    if (object.kind == ObjectKind::RLock)
        return waiting({WaitReason::Lock, WaitReason::LockWait}, object.count > 0 ? 0 : 1);
    if (isLock(object)) return waiting({WaitReason::Lock, WaitReason::LockWait}, object.count);
    if (object.kind == ObjectKind::SimpleQueue)
        return waiting({WaitReason::QueueGet}, static_cast<std::int64_t>(object.items.size()));
    if (holds_items(object.kind)) return waiting({WaitReason::QueueJoin}, object.count == 0 ? all : 0);
    if (object.kind == ObjectKind::Group) return waiting({WaitReason::GroupJoin}, size == 0 ? all : 0);
    if (object.kind != ObjectKind::Pool || size == 0) return object.waiters;
    return waiting({WaitReason::PoolSpawn, WaitReason::PoolWait}, object.capacity < 0 ? all : object.capacity - size);
}

std::vector<Id> groupsOf(Id greenlet, const Moment& moment) {
    std::vector<Id> found;
    for (const auto& object : moment.objects())
        if (std::ranges::find(object.members, greenlet) != object.members.end()) found.push_back(object.id);
    return found;
}

}  // namespace views
