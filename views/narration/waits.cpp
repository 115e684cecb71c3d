// Sentences for who gives up control: the waits, and the hub's own.
#include "narration/teller.h"
#include "narration/words.h"
#include "pane/wait_index.h"

namespace views {

using green::trace::Id;
using green::trace::JobKind;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::Role;
using green::trace::State;
using green::trace::WaitReason;

QString Teller::wait() const {
    QString told = waitReason();
    const bool sleeps = event_.wait_reason() == WaitReason::Sleep;
    if (event_.amount != never && !sleeps) told += u' ' + tr("It gives up at %1.").arg(timeText(event_.amount));
    const bool puts = event_.wait_reason() == WaitReason::QueuePut;
    const QString later = unlockLater(puts ? WaitReason::QueueGet : WaitReason::QueuePut);
    return later.isEmpty() ? told : told + u' ' + later;
}

QString Teller::waitReason() const {
    const QString call = callText(event_.wait_reason(), oneLine(scene_.text, 40)).toHtmlEscaped();
    if (waits_for_outside(event_.wait_reason())) return waitOutside(call);
    switch (event_.wait_reason()) {
        case WaitReason::Sleep:
            if (event_.amount == never) break;
            return tr("%1 calls %2: it waits until the clock shows %3.").arg(actor(), call, timeText(event_.amount));
        case WaitReason::JoinAll: return tr("%1 waits in %2: all of them have to end first.").arg(actor(), call);
        case WaitReason::Select:
            if (!watchesNothing(scene_.text)) return tr("%1 waits in %2: no file is ready yet.").arg(actor(), call);
            return event_.amount == never
                       ? tr("%1 waits in %2: it watches nothing and has no timeout.").arg(actor(), call)
                       : tr("%1 waits in %2: it watches nothing, so only its timeout can end it.").arg(actor(), call);
        case WaitReason::Wait: return tr("%1 waits in %2: all of them have to be ready first.").arg(actor(), call);
        case WaitReason::Idle: return tr("%1 waits in %2 until nothing else is going on.").arg(actor(), call);
        case WaitReason::LoopEnd:
            return tr("%1 waits in %2 until nothing is left to do: no greenlet in line, no timer, no input.")
                .arg(actor(), call);
        case WaitReason::Hub: return tr("%1 hands over to the hub. Only somebody else can make it go on.").arg(actor());
        case WaitReason::None: return tr("%1 waits.").arg(actor());
        default: break;
    }
    // Without an object there is only the call to tell of.
    return event_.object == Id::None ? tr("%1 waits in %2.").arg(actor(), call) : waitOnObject(call);
}

// The others go on: only this greenlet waits.
QString Teller::waitOutside(const QString& call) const {
    const QString object = who(event_.object);
    switch (event_.wait_reason()) {
        case WaitReason::Thread:
            return tr("%1 waits for a call in another thread; meanwhile the other greenlets can run.").arg(actor());
        case WaitReason::Process:
            return event_.object == Id::None
                       ? tr("%1 waits for the end of another process; meanwhile the other greenlets can run.")
                             .arg(actor())
                       : tr("%1 waits for the end of the process %2; meanwhile the other greenlets can run.")
                             .arg(actor(), object);
        case WaitReason::Io: return tr("%1 waits for input or output.").arg(actor());
        case WaitReason::Receive: return tr("%1 waits to read from %2: nothing has come yet.").arg(actor(), object);
        case WaitReason::Send: return tr("%1 waits to write to %2: it has no room now.").arg(actor(), object);
        case WaitReason::Accept: return tr("%1 waits for somebody to connect to %2.").arg(actor(), object);
        case WaitReason::Connect: return tr("%1 waits until %2 is connected.").arg(actor(), object);
        case WaitReason::Handshake:
            return tr("%1 waits for the other side of %2: they agree on how to encrypt.").arg(actor(), object);
        case WaitReason::Resolve:
            return tr("%1 waits in %2 for the answer of a name server; meanwhile the other greenlets can run.")
                .arg(actor(), call);
        case WaitReason::Poll: return tr("%1 waits in %2: nothing that it watches is ready yet.").arg(actor(), call);
        default: return tr("%1 waits in %2.").arg(actor(), call);
    }
}

QString Teller::waitOnObject(const QString& call) const {
    const QString name = who(event_.object);
    const auto* object = scene_.after.object(event_.object);
    switch (event_.wait_reason()) {
        case WaitReason::QueueGet:
            if (object && object->kind == ObjectKind::Channel)
                return tr("%1 waits: %2 stores nothing, so %3 needs somebody who puts.").arg(actor(), name, call);
            return object && object->items.empty()
                       ? tr("%1 waits: %2 is empty, so %3 finds nothing.").arg(actor(), name, call)
                       : tr("%1 waits for an item: %3 on %2.").arg(actor(), name, call);
        case WaitReason::QueuePut:
            if (object && object->kind == ObjectKind::Channel)
                return tr("%1 waits: %2 stores nothing, so %3 needs somebody who gets.").arg(actor(), name, call);
            return object && object->capacity >= 0 && static_cast<qint64>(object->items.size()) >= object->capacity
                       ? tr("%1 waits: %2 is full, so %3 finds no room.").arg(actor(), name, call)
                       : tr("%1 waits until its item can go into %2: %3.").arg(actor(), name, call);
        case WaitReason::QueueJoin:
            return object && object->count == 1
                       ? tr("%1 waits until all tasks of %2 are done: 1 is not.").arg(actor(), name)
                       : tr("%1 waits until all tasks of %2 are done: %3 are not.")
                             .arg(actor(), name, QString::number(object ? object->count : 0));
        case WaitReason::Join: return tr("%1 waits until %2 has ended.").arg(actor(), name);
        case WaitReason::Get:
            return scene_.after.greenlet(event_.object)
                       ? tr("%1 waits for the value of %2: %2 has to end first.").arg(actor(), name)
                       : tr("%1 waits for the value of %2.").arg(actor(), name);
        case WaitReason::Kill: return tr("%1 waits until %2, which it kills, is gone.").arg(actor(), name);
        case WaitReason::ResultGet:
        case WaitReason::ResultWait:
        case WaitReason::Event:
            // Rule R48.
            return object && object->count > 0
                       ? tr("%1 lets others go first: they wait for %2, which is set, and will be told now.")
                             .arg(actor(), name)
                       : tr("%1 waits until %2 is set.").arg(actor(), name);
        case WaitReason::GroupJoin:
            return object && !object->members.empty()
                       ? (object->members.size() == 1 ? tr("%1 waits until %2 is empty: %3 is in it.")
                                                      : tr("%1 waits until %2 is empty: %3 are in it."))
                             .arg(actor(), name, list(object->members))
                       : tr("%1 waits until %2 is empty.").arg(actor(), name);
        case WaitReason::PoolSpawn:
            return tr("%1 waits: %2 is full, so %3 finds no place for one more.").arg(actor(), name, call);
        case WaitReason::PoolWait:
            return tr("%1 waits until %2 has a free place, without taking it.").arg(actor(), name);
        case WaitReason::Serve: return tr("%1 waits until somebody stops %2.").arg(actor(), name);
        case WaitReason::LockWait: return tr("%1 waits until %2 is free, without taking it.").arg(actor(), name);
        case WaitReason::Lock: return waitForPermit(call);
        default: return tr("%1 waits in %2.").arg(actor(), call);
    }
}

QString Teller::waitForPermit(const QString& call) const {
    const QString name = who(event_.object);
    const auto* lock = scene_.after.object(event_.object);
    if (!lock || lock->holders.empty()) return tr("%1 waits: %2 is taken, so %3 has to wait.").arg(actor(), name, call);
    const QString holders = list(lock->kind == ObjectKind::RLock ? std::vector{lock->holders[0]} : lock->holders);
    QString told = lock->capacity > 1
                       ? tr("%1 waits: no permit of %2 is free, %3 hold them.").arg(actor(), name, holders)
                       : tr("%1 waits: %2 is taken by %3.").arg(actor(), name, holders);
    const auto ahead = lock->waiters.empty() ? 0 : lock->waiters.size() - 1;
    if (ahead == 0) return told;
    return told + u' ' +
           (ahead == 1 ? tr("1 other is in line before it.") : tr("%1 others are in line before it.").arg(ahead));
}

// What comes from outside of the run and may end somebody's wait: then the clock does not simply jump. Empty if there
// is nothing.
QString Teller::awaitedOutside() const {
    for (const auto& greenlet : scene_.after.greenlets()) {
        if (greenlet.state != State::Waiting || greenlet.role == Role::Hub) continue;
        if (greenlet.reason == WaitReason::Thread) return tr("another thread");
        if (greenlet.reason == WaitReason::Process) return tr("another process");
        if (waits_for_outside(greenlet.reason) || greenlet.reason == WaitReason::Serve ||
            (greenlet.reason == WaitReason::Select && !watchesNothing(greenlet.call_arguments)))
            return tr("input or output");
    }
    // A server is awaited by nobody, and still somebody may connect.
    for (const Id id : scene_.after.listening()) {
        const auto* server = scene_.after.object(id);
        if (server && (server->kind == ObjectKind::Server || server->kind == ObjectKind::HttpServer))
            return tr("connections");
    }
    return {};
}

QString Teller::idle() const {
    const auto& moment = scene_.after;
    const auto timers = moment.timers(1);
    const QString outside = awaitedOutside();
    if (event_.amount == never)
        return outside.isEmpty()
                   ? tr("The hub has nothing to run, and no timer is set. Nothing can make anybody go on.")
                   : tr("The hub has nothing to run, and no timer is set. It waits for %1.").arg(outside);
    const QString when = timeText(event_.amount);
    const bool ahead = event_.amount > moment.time();
    QString told;
    if (!ahead)
        told = tr("The hub looks for timers and input that are due, without waiting.");
    else if (!outside.isEmpty())
        told = tr("The hub has nothing to run. It waits for %1, at most until %2").arg(outside, when);
    else if (virtualClock())
        told = tr("The hub has nothing to run, so the clock jumps to %1").arg(when);
    else
        told = tr("The hub has nothing to run, so it waits until %1").arg(when);
    if (!ahead) return told;

    const auto* timer = timers.empty() ? nullptr : &timers.front();
    if (!timer || timer->deadline > event_.amount) return told + u'.';
    const QString target = who(timer->target);
    switch (timer->kind) {
        case JobKind::Timeout: return told + tr(", when the timeout of %1 fires.").arg(target);
        case JobKind::Start: return told + tr(", when %1 starts.").arg(target);
        case JobKind::Wake: {
            const auto* greenlet = moment.greenlet(timer->target);
            return greenlet && greenlet->reason == WaitReason::Sleep
                       ? told + tr(", when %1 has slept enough.").arg(target)
                       : told + tr(", when the time of %1 is up.").arg(target);
        }
        default: return told + tr(", when the next timer fires.");
    }
}

}  // namespace views
