#include "queues/figure.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "narration/words.h"
#include "queues/mark_rows.h"

namespace views {

using green::trace::Id;
using green::trace::Moment;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::WaitReason;

std::vector<Id> waitersFor(const ObjectState& object, const Moment& moment, WaitReason reason, std::size_t most) {
    std::vector<Id> found;
    for (const Id id : object.waiters) {
        if (found.size() >= most) break;
        const auto* waiter = moment.greenlet(id);
        if (waiter && waiter->reason == reason) found.push_back(id);
    }
    return found;
}

namespace {

using Kind = Mark::Kind;
using Keep = MarkRows::Keep;

class Figure {
    Q_DECLARE_TR_FUNCTIONS(Objects)
public:
    Figure(const ObjectState& object, const Moment& moment, const FigureSpace& space)
        : object_(object), moment_(moment), space_(space), rows_(space) {}

    std::vector<Mark> draw() {
        if (object_.kind == ObjectKind::Channel) return channel();
        if (holds_items(object_.kind)) return queue();
        switch (object_.kind) {
            case ObjectKind::Event: return event();
            case ObjectKind::AsyncResult: return result();
            case ObjectKind::Semaphore:
            case ObjectKind::BoundedSemaphore: return permits();
            case ObjectKind::RLock: return owner();
            case ObjectKind::Group:
            case ObjectKind::Pool: return members();
            default: return {};
        }
    }

private:
    static Mark mark(Kind kind, const QString& text = {}, Id who = Id::None) {
        Mark made;
        made.kind = kind;
        made.text = text;
        made.who = who;
        return made;
    }

    Mark greenlet(Id id, Kind kind = Kind::Greenlet) const {
        Mark made = mark(kind, space_.name(id), id);
        if (const auto* state = moment_.greenlet(id)) made.look = lookOf(*state);
        return made;
    }

    // Whoever waits with an item is shown as that.
    std::vector<Mark> putters() const {
        std::vector<Mark> waits;
        for (const Id id : waitersFor(object_, moment_, WaitReason::QueuePut, MarkRows::most))
            if (const auto* state = moment_.greenlet(id))
                waits.push_back(mark(Kind::ItemWaits, oneLine(putItem(*state).toStdString(), longestItem), id));
        if (!waits.empty()) waits[0].under = tr("%1 waits").arg(space_.name(waits[0].who));
        return waits;
    }

    std::vector<Mark> named(const std::vector<Id>& ids) const {
        std::vector<Mark> waits;
        for (std::size_t i = 0; i < std::min(ids.size(), MarkRows::most); ++i)
            waits.push_back(greenlet(ids[i], Kind::Waits));
        if (!waits.empty()) waits[0].under = ids.size() == 1 ? tr("waits") : tr("waits first");
        return waits;
    }

    std::vector<Id> waiting(WaitReason reason) const {
        return waitersFor(object_, moment_, reason, object_.waiters.size());
    }

    void outside(const std::vector<Id>& ids) { rows_.outside(named(ids), ids.size()); }

    std::vector<Mark> queue() {
        const auto size = object_.items.size();
        std::vector<Mark> items;
        for (std::size_t i = 0; i < std::min(size, MarkRows::most); ++i)
            items.push_back(mark(Kind::Item, oneLine(object_.items[i], longestItem)));
        if (!items.empty()) items.front().under = tr("next out");
        // A pile on its side: items come and go at the end where others wait.
        const bool pile = object_.kind == ObjectKind::LifoQueue;
        if (pile) std::ranges::reverse(items);
        rows_.list(std::move(items), size, pile ? Keep::Last : Keep::First);
        rows_.alike(mark(Kind::Free), object_.capacity - static_cast<std::int64_t>(size));
        rows_.outside(putters(), waiting(WaitReason::QueuePut).size());
        return rows_.take();
    }

    std::vector<Mark> channel() {
        auto bring = putters();
        const auto count = waiting(WaitReason::QueuePut).size();
        // The first in line is next to where it goes.
        std::ranges::reverse(bring);
        rows_.list(bring, count, Keep::Last);
        if (!bring.empty()) rows_.add(mark(Kind::ArrowOn));
        // For as long as the hub needs to hand it over.
        Mark meeting = object_.items.empty() ? mark(Kind::Meeting, tr("nothing stored"))
                                             : mark(Kind::Item, oneLine(object_.items.front(), longestItem));
        // Its own words, where there are none of a putter to run into.
        if (bring.empty()) meeting.under = object_.items.empty() ? tr("hands over") : tr("on its way");
        rows_.add(meeting);
        outside(waiting(WaitReason::QueueGet));
        return rows_.take();
    }

    std::vector<Mark> event() {
        Mark gate = mark(Kind::Gate);
        gate.open = object_.count > 0;
        gate.text = gate.open ? tr("open") : tr("closed");
        gate.under = gate.open ? tr("open: set") : tr("closed: not set");
        rows_.add(gate);
        outside(object_.waiters);
        return rows_.take();
    }

    std::vector<Mark> result() {
        const QString value = oneLine(object_.value, longestItem * 2);
        Mark box = object_.count <= 0 ? mark(Kind::Nothing, tr("empty"))
                   : object_.failed   ? mark(Kind::Error, value)
                                      : mark(Kind::Item, value);
        box.under = object_.count <= 0 ? tr("not set") : object_.failed ? tr("an error") : tr("the value");
        rows_.add(box);
        outside(object_.waiters);
        return rows_.take();
    }

    // As many places as there are permits now: a semaphore can be given more than it began with.
    std::vector<Mark> permits() {
        const auto& holders = object_.holders;
        std::vector<Mark> places;
        for (std::size_t i = 0; i < std::min(holders.size(), MarkRows::most); ++i)
            places.push_back(greenlet(holders[i]));
        rows_.list(std::move(places), holders.size(), Keep::First,
                   holders.size() == 1 ? tr("holds it") : tr("hold them"));
        Mark free = mark(Kind::Permit, tr("free"));
        free.under = tr("free");
        rows_.alike(free, object_.count);
        outside(object_.waiters);
        return rows_.take();
    }

    std::vector<Mark> owner() {
        Mark lock = mark(Kind::Permit, tr("free"));
        lock.under = tr("free");
        if (!object_.holders.empty()) {
            lock = greenlet(object_.holders[0]);
            lock.depth = static_cast<int>(std::clamp<std::int64_t>(object_.count, 1, 1'000'000));
            lock.under = lock.depth == 1 ? tr("owns it") : tr("owns it, %1 deep").arg(lock.depth);
        }
        rows_.add(lock);
        outside(object_.waiters);
        return rows_.take();
    }

    std::vector<Mark> members() {
        std::vector<Id> before;
        for (const Id id : object_.waiters) {
            const auto* state = moment_.greenlet(id);
            if (state && (state->reason == WaitReason::PoolSpawn || state->reason == WaitReason::PoolWait))
                before.push_back(id);
        }
        const auto& members = object_.members;
        std::vector<Mark> places;
        for (std::size_t i = 0; i < std::min(members.size(), MarkRows::most); ++i)
            places.push_back(greenlet(members[i]));
        rows_.list(std::move(places), members.size(), Keep::First, members.size() == 1 ? tr("member") : tr("members"));
        rows_.alike(mark(Kind::Free), object_.capacity - static_cast<std::int64_t>(members.size()));
        outside(before);
        return rows_.take();
    }

    const ObjectState& object_;
    const Moment& moment_;
    const FigureSpace& space_;
    MarkRows rows_;
};

}  // namespace

std::vector<Mark> figureOf(const ObjectState& object, const Moment& moment, const FigureSpace& space) {
    return Figure(object, moment, space).draw();
}

bool hasFigure(ObjectKind kind) {
    if (holds_items(kind)) return true;
    switch (kind) {
        case ObjectKind::Event:
        case ObjectKind::AsyncResult:
        case ObjectKind::Semaphore:
        case ObjectKind::BoundedSemaphore:
        case ObjectKind::RLock:
        case ObjectKind::Group:
        case ObjectKind::Pool: return true;
        default: return false;
    }
}

qreal figureHeight(const std::vector<Mark>& marks, const FigureSpace& space) {
    return (marks.empty() ? 0 : marks.back().top) + space.side + space.label;
}

QString figureText(const std::vector<Mark>& marks, const std::function<QString(Id)>& name) {
    QStringList texts;
    for (const auto& mark : marks) switch (mark.kind) {
            case Kind::Arrow:
            case Kind::ArrowUp: texts << QStringLiteral("<-"); break;
            case Kind::ArrowOn: texts << QStringLiteral("->"); break;
            case Kind::Free: texts << QStringLiteral("_"); break;
            case Kind::Meeting: texts << u'(' + mark.text + u')'; break;
            case Kind::ItemWaits: texts << QStringLiteral("%1 (%2)").arg(mark.text, name(mark.who)); break;
            default:
                texts << (mark.depth > 1 ? QStringLiteral("%1 ×%2").arg(mark.text).arg(mark.depth) : mark.text);
                break;
        }
    return texts.join(u' ');
}

}  // namespace views
