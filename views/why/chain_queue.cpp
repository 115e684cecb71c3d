// What would end a wait for a queue: who brought items, or took them, before.
#include <QStringList>
#include <algorithm>

#include "narration/words.h"
#include "why/chain.h"

namespace views {

using green::trace::EventNumber;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Kind;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::Role;
using green::trace::State;
using green::trace::WaitReason;

namespace {

// Looking further back would cost more than a frame in a record of millions.
constexpr EventNumber farthest = 20'000;

}  // namespace

// The last few who did so, newest first; the hub does it for others.
template <class Test>
std::vector<Id> Chain::thoseWhoDid(Kind kind, Id queue, std::size_t most, Test&& test) const {
    const EventNumber at = moment_.number();
    const EventNumber stop = at > farthest ? at - farthest : 0;
    std::vector<Id> found;
    for (EventNumber n = at; n > stop && found.size() < most; --n) {
        const auto& event = store_.event(n);
        if (event.kind != kind || event.object != queue || std::ranges::count(found, event.greenlet)) continue;
        const auto* greenlet = moment_.greenlet(event.greenlet);
        if (greenlet && greenlet->role != Role::Hub && test(*greenlet)) found.push_back(event.greenlet);
    }
    return found;
}

std::optional<Id> Chain::queue(const GreenletState& greenlet) {
    const auto* queue = moment_.object(greenlet.waits_on);
    if (!queue) return std::nullopt;
    const bool puts = greenlet.reason == WaitReason::QueuePut;
    if (queue->kind == ObjectKind::Channel)
        about(*queue, puts ? tr("%1 stores nothing: somebody has to get it").arg(bold(queue->id))
                           : tr("%1 stores nothing: somebody has to put").arg(bold(queue->id)));
    else
        about(*queue, puts ? tr("%1 is full").arg(bold(queue->id)) : tr("%1 is empty").arg(bold(queue->id)),
              puts ? tr("it holds %1; more do not fit").arg(contents(*queue)) : QString());
    // Others could do it, too.
    choices_ = true;
    const Kind kind = puts ? Kind::Get : Kind::Put;
    const Id helper = whoDid(kind, queue->id, greenlet.id);
    if (helper == Id::None) {
        nobody(greenlet, whoDidAndEnded(kind, queue->id));
        return std::nullopt;
    }
    const auto& other = *moment_.greenlet(helper);
    if (other.state == State::Waiting && !std::ranges::count(seen_, helper)) return helper;
    if (std::ranges::count(seen_, helper)) return helper;
    const auto place = placeOf(helper, true);
    add(other,
        puts ? tr("%1 may make room with get(), as before").arg(bold(helper))
             : tr("%1 may bring something with put(), as before").arg(bold(helper)),
        helper == moment_.running() ? tr("it is running")
        : place > 0                 ? placeText(place)
                                    : stateText(other));
    return std::nullopt;
}

// Whoever took an item is to report it, if somebody still is.
std::optional<Id> Chain::tasks(const GreenletState& greenlet) {
    const auto* queue = moment_.object(greenlet.waits_on);
    if (!queue) return std::nullopt;
    about(*queue, queue->count == 1 ? tr("1 task of %1 is not done").arg(bold(queue->id))
                                    : tr("%2 tasks of %1 are not done").arg(bold(queue->id)).arg(queue->count));
    choices_ = true;
    for (const Kind kind : {Kind::TaskDone, Kind::Get})
        if (const Id helper = whoDid(kind, queue->id, greenlet.id); helper != Id::None) return helper;
    somebody(tr("Somebody has to report them as done"), tr("Nobody is left who could report them as done"));
    return std::nullopt;
}

// Nobody who did what it needs is there; `gone` did, and has ended.
void Chain::nobody(const GreenletState& waits, const std::vector<Id>& gone) {
    const bool puts = waits.reason == WaitReason::QueuePut;
    const bool limited = waits.deadline != never;
    if (gone.empty()) {
        somebody(
            puts ? (limited ? tr("Somebody takes an item out") : tr("Somebody has to take an item out"))
                 : (limited ? tr("Somebody puts an item in") : tr("Somebody has to put an item in")),
            puts ? tr("Nobody is left who could take an item out") : tr("Nobody is left who could put an item in"));
        return;
    }
    hopeless_ = true;
    QStringList names;
    for (const Id id : gone) names << name_(id);
    const QString list = names.join(QStringLiteral(", "));
    end(Look::Finished, puts ? tr("Nobody who took an item out is left") : tr("Nobody who put an item in is left"),
        gone.size() > 1                                       ? tr("%1 have ended").arg(list)
        : moment_.greenlet(gone[0])->state == State::Finished ? tr("%1 is finished").arg(list)
                                                              : tr("%1 has ended").arg(list));
}

QString Chain::contents(const ObjectState& queue) const {
    constexpr std::size_t most = 6;
    QStringList items;
    for (std::size_t i = 0; i < std::min(queue.items.size(), most); ++i) items << oneLine(queue.items[i], 16);
    const QString list = items.join(QStringLiteral(", "));
    return queue.items.size() > most ? tr("%1 and %2 more").arg(list).arg(queue.items.size() - most) : list;
}

std::vector<Id> Chain::whoDidAndEnded(Kind kind, Id queue) const {
    return thoseWhoDid(kind, queue, 3, [](const GreenletState& greenlet) { return greenlet.ended; });
}

// Of those who did so before and still live: who can do so soonest.
Id Chain::whoDid(Kind kind, Id queue, Id except) const {
    const auto found = thoseWhoDid(
        kind, queue, 8, [&](const GreenletState& greenlet) { return !greenlet.ended && greenlet.id != except; });
    const auto rank = [&](Id id) -> std::size_t {
        if (id == moment_.running()) return 0;
        const auto place = placeOf(id, true);
        return place > 0 ? place : SIZE_MAX;
    };
    const auto best = std::ranges::min_element(found, {}, rank);
    return best == found.end() ? Id::None : *best;
}

}  // namespace views
