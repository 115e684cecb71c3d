// What would end a wait for a lock, an event, a group or a pool.
#include <algorithm>

#include "narration/words.h"
#include "pane/wait_index.h"
#include "pane/woken.h"
#include "why/chain.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Kind;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::State;
using green::trace::WaitReason;

void Chain::about(const ObjectState& object, const QString& text, const QString& detail) {
    const bool queue = holds_items(object.kind);
    const bool locks = isLock(object) || object.kind == ObjectKind::Pool;
    links_.push_back({queue   ? Look::QueueItem
                      : locks ? Look::WaitsLock
                              : Look::WaitsData,
                      queue, object.id, text, detail});
}

QString Chain::inLine(const ObjectState& object, Id id) const {
    const auto place = std::ranges::find(object.waiters, id) - object.waiters.begin();
    return place == 0   ? QString()
           : place == 1 ? tr("1 other is in line before it")
                        : tr("%1 others are in line before it").arg(place);
}

std::optional<Id> Chain::decisive(const std::vector<Id>& ids, Of of) {
    // Nearest to going on first; who has ended is only waited for until the hub tells so.
    const auto rank = [&](Id id) {
        const auto* greenlet = moment_.greenlet(id);
        if (!greenlet || greenlet->ended) return 0;
        if (greenlet->state == State::Running) return 1;
        if (greenlet->state == State::Runnable) return 2;
        if (greenlet->state == State::Waiting && greenlet->reason == WaitReason::Sleep) return 3;
        return able().is(id) ? 4 : 5;
    };
    if (ids.empty()) return std::nullopt;
    const auto found =
        of == Of::Any ? std::ranges::min_element(ids, {}, rank) : std::ranges::max_element(ids, {}, rank);
    choices_ |= of == Of::Any && ids.size() > 1;
    return *found;
}

std::optional<Id> Chain::lock(const GreenletState& greenlet) {
    const auto* lock = moment_.object(greenlet.waits_on);
    if (!lock) {
        end(Look::WaitsLock, tr("Who holds it has to release it"), {});
        return std::nullopt;
    }
    const auto& holders = lock->holders;
    const QString detail = inLine(*lock, greenlet.id);
    if (holders.empty()) {
        about(*lock, tr("%1 has no free permit, and nobody holds one").arg(bold(lock->id)), detail);
        choices_ = true;
        const Id helper = whoDid(Kind::Release, lock->id, greenlet.id);
        if (helper != Id::None) return helper;
        somebody(tr("Somebody has to release it"), tr("Nobody is left who could release it"));
        return std::nullopt;
    }
    std::vector<Id> each;
    for (const Id id : holders)
        if (!std::ranges::count(each, id)) each.push_back(id);
    about(*lock, tr("%1 is held by %2").arg(bold(lock->id), list(each).toHtmlEscaped()), detail);
    // One that waits for itself is no way on, unless there is no other.
    std::vector<Id> others;
    for (const Id id : each)
        if (!std::ranges::count(seen_, id)) others.push_back(id);
    choices_ |= others.size() < each.size() && !others.empty();
    return decisive(others.empty() ? each : others, Of::Any);
}

std::optional<Id> Chain::event(const GreenletState& greenlet) {
    const auto* object = moment_.object(greenlet.waits_on);
    if (object && object->count > 0) {
        about(*object, tr("%1 is set, but others are told first").arg(bold(object->id)));
        return std::nullopt;
    }
    if (object) {
        about(*object, tr("%1 is not set").arg(bold(object->id)));
        // Who did so before may do so again.
        const Id helper = whoDid(Kind::Set, object->id, greenlet.id);
        choices_ = true;
        if (helper != Id::None && !std::ranges::count(seen_, helper)) return helper;
    }
    somebody(tr("Somebody has to set it"), tr("Nobody is left who could set it"));
    return std::nullopt;
}

std::optional<Id> Chain::members(const GreenletState& greenlet) {
    const auto* group = moment_.object(greenlet.waits_on);
    if (!group || group->members.empty()) {
        end(Look::WaitsData, tr("All members have to end"), {});
        return std::nullopt;
    }
    const auto& members = group->members;
    about(*group,
          members.size() == 1 ? tr("%1 has 1 member, which has to end").arg(bold(group->id))
                              : tr("%1 has %2 members, who all have to end").arg(bold(group->id)).arg(members.size()),
          list(members));
    return decisive(members, Of::All);
}

std::optional<Id> Chain::place(const GreenletState& greenlet) {
    const auto* pool = moment_.object(greenlet.waits_on);
    if (!pool || pool->members.empty()) {
        end(Look::WaitsLock, tr("A member has to end"), {});
        return std::nullopt;
    }
    const QString before = inLine(*pool, greenlet.id);
    about(*pool, tr("%1 is full: a member has to end").arg(bold(pool->id)),
          before.isEmpty() ? list(pool->members) : list(pool->members) + QStringLiteral("; ") + before);
    return decisive(pool->members, Of::Any);
}

// A joinall says how many are left; who they are follows where nobody else is there.
std::optional<Id> Chain::several(const GreenletState& greenlet) {
    const bool join = greenlet.reason == WaitReason::JoinAll;
    const QString arguments = oneLine(greenlet.call_arguments, 60);
    bool isNumber = false;
    const auto left = arguments.section(u' ', 0, 0).toUInt(&isNumber);
    WaitIndex index;
    if (join && isNumber) index.update(moment_, std::nullopt);
    const auto who = join && isNumber ? index.joined(moment_, greenlet.id, left) : std::vector<Id>();
    end(Look::WaitsData, join ? tr("All of them have to end") : tr("All of them have to be ready"),
        who.empty() ? arguments : list(who));
    return decisive(who, Of::All);
}

void Chain::somebody(const QString& some, const QString& none) {
    constexpr std::size_t most = 50;
    const auto could = able().others(seen_, most);
    if (!could.empty()) {
        const QString last = name_(could.back());
        end(Look::WaitsData, some,
            could.size() == 1   ? tr("%1 could").arg(last)
            : could.size() == 2 ? tr("%1 or %2 could").arg(name_(could[0]), last)
                                : tr("%1 could").arg(list(could)));
        return;
    }
    if (able().functionIsDue()) {
        end(Look::WaitsData, some, tr("a function that the hub is to call could"));
        return;
    }
    hopeless_ = true;
    end(Look::Finished, none, tr("everybody else has ended or waits for ever"));
}

}  // namespace views
