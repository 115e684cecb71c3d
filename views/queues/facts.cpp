#include "queues/facts.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "narration/words.h"
#include "palette/fitting_name.h"

namespace views {

using green::trace::Id;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::SocketState;
using green::trace::WaitReason;

namespace {

struct Objects {
    Q_DECLARE_TR_FUNCTIONS(Objects)
};

constexpr std::size_t mostNames = 40;
constexpr std::size_t mostLocals = 8;
constexpr std::size_t mostLines = 4;

QString socketText(SocketState state) {
    switch (state) {
        case SocketState::New: return Objects::tr("without an address");
        case SocketState::Bound: return Objects::tr("bound");
        case SocketState::Listening: return Objects::tr("listening");
        case SocketState::Connected: return Objects::tr("connected");
        case SocketState::Closed: return Objects::tr("closed");
        case SocketState::Connecting: return Objects::tr("connected by itself");
    }
    return {};
}

QString outOf(std::size_t count, std::int64_t all) { return Objects::tr("%1 of %2").arg(count).arg(all); }

}  // namespace

QStringList Facts::namesOf(const std::vector<Id>& ids, bool withItems) const {
    QStringList names;
    for (std::size_t i = 0; i < std::min(ids.size(), mostNames); ++i) {
        const auto* greenlet = moment_.greenlet(ids[i]);
        const QString item = withItems && greenlet ? putItem(*greenlet) : QString();
        const QString name = name_(ids[i]);
        names << (item.isEmpty() ? name : Objects::tr("%1 (%2)").arg(name, oneLine(item.toStdString(), 16)));
    }
    return names;
}

// One is always named: cut where it has to be, since how many more there are must stay in sight.
QString Facts::fitting(const QStringList& names, std::size_t total, qsizetype& count) const {
    const auto list = [&](const QString& some) {
        const auto rest = total - static_cast<std::size_t>(count);
        return rest == 0 ? some : Objects::tr("%1 and %2 more").arg(some).arg(rest);
    };
    QString all;
    for (count = names.size(); count > 1; --count) {
        all = list(names.mid(0, count).join(QStringLiteral(", ")));
        if (metrics_.horizontalAdvance(all) <= room_) return all;
    }
    const qreal beside = metrics_.horizontalAdvance(list({}));
    return list(fittingName(names[0], room_ - beside,
                            [this](const QString& text) { return metrics_.horizontalAdvance(text); }));
}

Fact Facts::names(const QString& what, const std::vector<Id>& ids, bool withItems) const {
    if (ids.empty()) return {what, Objects::tr("nobody"), true, {}, Id::None};
    const QStringList names = namesOf(ids, withItems);
    qsizetype count = 0;
    const QString shown = fitting(names, ids.size(), count);
    QString all = names.join(QStringLiteral(", "));
    if (const auto rest = ids.size() - static_cast<std::size_t>(names.size()); rest > 0)
        all = Objects::tr("%1 and %2 more").arg(all).arg(rest);
    return {what, shown, false, all == shown ? QString() : all, ids.size() == 1 ? ids[0] : Id::None};
}

std::vector<Fact> Facts::nameLines(const QString& what, const std::vector<Id>& ids) const {
    QStringList left = namesOf(ids, false);
    auto total = ids.size();
    std::vector<Fact> lines;
    const Fact whole = names(what, ids);
    while (!left.isEmpty()) {
        const bool last = lines.size() + 1 == mostLines;
        qsizetype count = left.size();
        const auto line = [&] {
            return left.mid(0, count).join(QStringLiteral(", ")) +
                   (count < left.size() ? QStringLiteral(",") : QString());
        };
        while (count > 1 && metrics_.horizontalAdvance(line()) > room_) --count;
        const bool fold = last && static_cast<std::size_t>(count) < total;
        const QString value = fold ? fitting(left, total, count) : line();
        lines.push_back({lines.empty() ? what : QString(), value, false, whole.all, whole.id});
        if (last) break;
        left = left.mid(count);
        total -= static_cast<std::size_t>(count);
    }
    return lines;
}

Fact Facts::waiting(const QString& what, const ObjectState& object, std::initializer_list<WaitReason> reasons,
                    bool withItems) const {
    std::vector<Id> ids;
    for (const Id id : object.waiters) {
        const auto* waiter = moment_.greenlet(id);
        if (waiter && std::ranges::find(reasons, waiter->reason) != reasons.end()) ids.push_back(id);
    }
    return names(what, ids, withItems);
}

std::vector<Fact> Facts::ofQueue(const ObjectState& queue) const {
    std::vector<Fact> facts;
    const auto plain = [&](const QString& what, const QString& value) {
        facts.push_back({what, value, false, {}, Id::None});
    };
    if (queue.kind != ObjectKind::Channel) plain(Objects::tr("Holds"), fillText(queue));
    if (queue.kind == ObjectKind::LifoQueue) plain(Objects::tr("Order"), Objects::tr("the newest is next"));
    if (queue.kind == ObjectKind::PriorityQueue) plain(Objects::tr("Order"), Objects::tr("the lowest is next"));
    if (queue.kind == ObjectKind::JoinableQueue)
        plain(Objects::tr("Not done"), queue.count == 0   ? Objects::tr("no task")
                                       : queue.count == 1 ? Objects::tr("1 task")
                                                          : Objects::tr("%1 tasks").arg(queue.count));
    facts.push_back(waiting(Objects::tr("Wait to put"), queue, {WaitReason::QueuePut}, true));
    facts.push_back(waiting(Objects::tr("Wait to get"), queue, {WaitReason::QueueGet}));
    if (queue.kind == ObjectKind::JoinableQueue)
        facts.push_back(waiting(Objects::tr("Wait in join"), queue, {WaitReason::QueueJoin}));
    return facts;
}

// Who has none is not in it: nothing is inherited.
std::vector<Fact> Facts::ofLocal(const ObjectState& local) const {
    const auto& all = local.locals;
    if (all.empty()) return {{Objects::tr("Values"), Objects::tr("nobody has one"), true, {}, Id::None}};
    std::vector<Fact> facts;
    const auto shown = all.size() > mostLocals ? mostLocals - 1 : all.size();
    for (std::size_t i = 0; i < shown; ++i) {
        const QString value = oneLine(all[i].value, 200);
        const bool whole = metrics_.horizontalAdvance(value) <= room_;
        facts.push_back({name_(all[i].greenlet), value, false, whole ? QString() : value, all[i].greenlet});
    }
    if (shown < all.size())
        facts.push_back({{}, Objects::tr("and in %1 more").arg(all.size() - shown), true, {}, Id::None});
    return facts;
}

std::vector<Fact> Facts::ofServer(const ObjectState& server) const {
    const auto plain = [](const QString& what, const QString& value) { return Fact{what, value, false, {}, Id::None}; };
    const auto state = server.socket_state();
    const bool serves = state == SocketState::Listening || state == SocketState::Bound;
    const auto* listener = moment_.object(server.listener);
    std::vector<Fact> facts{{Objects::tr("Address"),
                             serves                         ? oneLine(server.value, 200)
                             : state == SocketState::Closed ? Objects::tr("none, it is closed")
                                                            : Objects::tr("none yet"),
                             !serves,
                             {},
                             Id::None}};
    if (state == SocketState::Bound) {
        facts.push_back(plain(Objects::tr("Bytes read"), QString::number(listener ? listener->received : 0)));
    } else {
        const auto accepted = listener ? listener->accepted : 0;
        facts.push_back(
            plain(Objects::tr("Connections"), Objects::tr("%1 now, %2 so far")
                                                  .arg(listener ? accepted - std::min(accepted, listener->left) : 0)
                                                  .arg(accepted)));
    }
    if (server.kind == ObjectKind::HttpServer) {
        // A virtual clock stands still while others send what they have.
        const bool areTimed = clock_ == green::trace::ClockKind::Real;
        const auto recent = server.recent_requests.in_second_before(moment_.time());
        facts.push_back(plain(Objects::tr("Requests"),
                              areTimed ? Objects::tr("%1 per second, %2 so far").arg(recent).arg(server.requests)
                                       : Objects::tr("%1 so far").arg(server.requests)));
    }
    facts.push_back(names(Objects::tr("Wait for it"), server.waiters));
    return facts;
}

Fact Facts::owner(const ObjectState& lock) const {
    Fact owner = names(Objects::tr("Owner"), lock.holders.empty() ? std::vector<Id>() : std::vector{lock.holders[0]});
    if (lock.count > 1) owner.value = Objects::tr("%1, %2 deep").arg(owner.value).arg(lock.count);
    return owner;
}

std::vector<Fact> Facts::of(const ObjectState& object) const {
    if (holds_items(object.kind)) return ofQueue(object);
    const Fact waits = names(Objects::tr("Wait for it"), object.waiters);
    const auto plain = [](const QString& what, const QString& value) { return Fact{what, value, false, {}, Id::None}; };
    const bool limited = object.capacity >= 0;
    switch (object.kind) {
        case ObjectKind::Semaphore:
        case ObjectKind::BoundedSemaphore: {
            const QString free = object.count == 0   ? Objects::tr("no permit")
                                 : object.count == 1 ? Objects::tr("1 permit")
                                                     : Objects::tr("%1 permits").arg(object.count);
            return {plain(Objects::tr("Free"), free), names(Objects::tr("Held by"), object.holders), waits};
        }
        case ObjectKind::RLock: return {owner(object), waits};
        case ObjectKind::Group:
            return {plain(Objects::tr("Members"), QString::number(object.members.size())),
                    waiting(Objects::tr("Wait in join"), object, {WaitReason::GroupJoin})};
        case ObjectKind::Pool: {
            const auto size = object.members.size();
            QString members = limited ? outOf(size, object.capacity) : QString::number(size);
            if (limited && static_cast<std::int64_t>(size) >= object.capacity)
                members = Objects::tr("%1, full").arg(members);
            return {plain(Objects::tr("Members"), members),
                    waiting(Objects::tr("Wait to get in"), object, {WaitReason::PoolSpawn, WaitReason::PoolWait}),
                    waiting(Objects::tr("Wait in join"), object, {WaitReason::GroupJoin})};
        }
        case ObjectKind::Local: return ofLocal(object);
        case ObjectKind::ThreadPool:
            return {plain(Objects::tr("Threads"),
                          limited ? Objects::tr("at most %1").arg(object.capacity) : Objects::tr("no limit")),
                    waits};
        case ObjectKind::Socket:
        case ObjectKind::ZmqSocket:
            return {plain(Objects::tr("Is"), socketText(object.socket_state())),
                    plain(Objects::tr("Bytes read"), QString::number(object.received)),
                    plain(Objects::tr("Bytes written"), QString::number(object.sent)),
                    waiting(Objects::tr("Waits to read"), object, {WaitReason::Receive, WaitReason::Accept}),
                    waiting(Objects::tr("Waits to write"), object,
                            {WaitReason::Send, WaitReason::Connect, WaitReason::Handshake})};
        case ObjectKind::Server:
        case ObjectKind::HttpServer: return ofServer(object);
        default: return {waits};
    }
}

int Facts::count(const ObjectState& object) {
    switch (object.kind) {
        case ObjectKind::JoinableQueue:
        case ObjectKind::Socket:
        case ObjectKind::ZmqSocket: return 5;
        case ObjectKind::LifoQueue:
        case ObjectKind::PriorityQueue:
        case ObjectKind::HttpServer: return 4;
        case ObjectKind::Queue:
        case ObjectKind::SimpleQueue:
        case ObjectKind::Semaphore:
        case ObjectKind::BoundedSemaphore:
        case ObjectKind::Pool:
        case ObjectKind::Server: return 3;
        case ObjectKind::Channel:
        case ObjectKind::RLock:
        case ObjectKind::Group:
        case ObjectKind::ThreadPool: return 2;
        case ObjectKind::Local: return static_cast<int>(std::clamp<std::size_t>(object.locals.size(), 1, mostLocals));
        default: return 1;
    }
}

}  // namespace views
