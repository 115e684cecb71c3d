// Sentences for the hub's hand-overs: who goes on, and what made it so.
#include "narration/teller.h"
#include "narration/words.h"

namespace views {

using green::trace::Flag;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::State;
using green::trace::WaitReason;

QString Teller::resume() const {
    const QString target = who(event_.object);
    const Job& job = scene_.after.current_job();
    if (job.kind == JobKind::Timeout && event_.has(Flag::Runs)) return resumeByTimer();
    if (event_.has(Flag::Throw)) return resumeByThrow();
    switch (job.kind) {
        case JobKind::Start:
            if (job.deadline != never) return resumeByTimer();
            return tr("The hub takes %1 from the front of the run queue. %1 runs for the first time.").arg(target);
        case JobKind::Wake: {
            if (job.deadline != never) return resumeByTimer();
            const QString waited = scene_.objectWas ? call(*scene_.objectWas) : QString();
            return waited.isEmpty()
                       ? tr("The hub takes %1 from the front of the run queue. %1 goes on where it gave way.")
                             .arg(target)
                       : tr("The hub takes %1 from the front of the run queue. %1 goes on after %2.")
                             .arg(target, waited);
        }
        case JobKind::Unlock: return resumeByUnlock();
        case JobKind::Notify: return resumeByNotify();
        default: {
            const QString come = whatHasCome();
            return come.isEmpty() ? tr("The hub hands over to %1.").arg(target) : come;
        }
    }
}

QString Teller::resumeByTimer() const {
    const QString target = who(event_.object);
    const QString now = timeText(event_.time);
    const Job& job = scene_.after.current_job();
    const QString waited = scene_.objectWas ? call(*scene_.objectWas) : QString();
    if (job.kind == JobKind::Start)
        return tr("It is %1, the time to start %2: %2 runs for the first time.").arg(now, target);
    if (event_.has(Flag::Throw)) {
        const QString told = tr("It is %1, and the timeout of %2 fires.").arg(now, target);
        if (waited.isEmpty()) return told + u' ' + tr("The hub throws %1 into it.").arg(exception());
        const QString ends = tr("The hub ends its %1 by throwing %2 into it.").arg(waited, exception());
        const QString handled = caught(*scene_.objectWas);
        return told + u' ' + (handled.isEmpty() ? ends : ends + u' ' + handled);
    }
    if (scene_.objectWas && scene_.objectWas->reason == WaitReason::Sleep)
        return tr("It is %1, and %2 has slept enough: the hub hands over to it.").arg(now, target);
    return waited.isEmpty() ? tr("It is %1, and the time of %2 is up: the hub hands over to it.").arg(now, target)
                            : tr("It is %1, and the time of %2 is up: it goes on after %3.").arg(now, target, waited);
}

// Only its own time limit: one that the program has set around the call goes through to the program.
QString Teller::caught(const GreenletState& waited) const {
    if (waited.deadline != scene_.after.current_job().deadline) return {};
    switch (waited.reason) {
        case WaitReason::Select: return tr("select catches that and returns empty lists.");
        case WaitReason::Join: return tr("join catches that and returns.");
        case WaitReason::JoinAll: return tr("joinall catches that and returns.");
        default: return {};
    }
}

QString Teller::resumeByThrow() const {
    const QString target = who(event_.object);
    const Job& job = scene_.after.current_job();
    if (job.kind == JobKind::None)
        return tr("Nothing is left that could make %1 go on, so the hub throws %2 into it.").arg(target, exception());
    QString told;
    const bool known = job.asked_by > 0 && job.asked_by < scene_.after.number();
    if (job.kind == JobKind::Throw && known && scene_.store.event(job.asked_by).kind == Kind::Kill) {
        const Id killer = scene_.store.event(job.asked_by).greenlet;
        told = killer == event_.object
                   ? tr("The hub throws %1 into %2, because it killed itself.").arg(exception(), target)
                   : tr("The hub throws %1 into %2, because %3 kills it.").arg(exception(), target, who(killer));
    } else {
        told = tr("The hub throws %1 into %2.").arg(exception(), target);
    }
    if (!scene_.objectWas) return told;
    const QString waited = call(*scene_.objectWas);
    return waited.isEmpty() ? told : told + u' ' + tr("It comes out of %1.").arg(waited);
}

QString Teller::resumeByUnlock() const {
    const QString target = who(event_.object);
    const QString queue = who(scene_.after.current_job().target);
    const auto reason = scene_.objectWas ? scene_.objectWas->reason : WaitReason::None;
    const auto* object = scene_.after.object(scene_.after.current_job().target);
    if (object && object->kind == ObjectKind::Channel)
        return reason == WaitReason::QueuePut
                   ? tr("The item of %1 was handed over, so its %2 is done: the hub hands over to %1.")
                         .arg(target, call(*scene_.objectWas))
                   : tr("There is an item for %1, who was first to wait: the hub hands over to %1.").arg(target);
    if (reason == WaitReason::QueuePut)
        return tr("The item of %1 is in %2 now, so the hub hands over to %1: its %3 is done.")
            .arg(target, queue, call(*scene_.objectWas));
    if (reason == WaitReason::QueueGet)
        return tr("There is something in %2 for %1, who was first to wait. The hub hands over to %1.")
            .arg(target, queue);
    return tr("The hub looked after %2 and hands over to %1.").arg(target, queue);
}

QString Teller::resumeByNotify() const {
    const QString target = who(event_.object);
    const Id cause = scene_.after.current_job().target;
    const auto* greenlet = scene_.after.greenlet(cause);
    if (!greenlet) {
        const QString come = whatHasCome();
        return come.isEmpty()
                   ? tr("%1 is ready, and %2 waits for it: the hub hands over to %2.").arg(subject(cause), target)
                   : come;
    }
    if (greenlet->state == State::Failed)
        return tr("%1 has failed, and %2 waits for its end: the hub hands over to %2.").arg(subject(cause), target);
    return tr("%1 has ended, and %2 waits for that: the hub hands over to %2.").arg(subject(cause), target);
}

// What made the wait of the resumed greenlet end, after what it waited for; empty where that says nothing.
QString Teller::whatHasCome() const {
    if (!scene_.objectWas || scene_.objectWas->state != State::Waiting) return {};
    const QString target = who(event_.object);
    const Id id = scene_.objectWas->waits_on;
    const auto* object = scene_.after.object(id);
    const QString name = subject(id);
    const auto told = [&](const QString& what) { return what + u' ' + tr("The hub hands over to %1.").arg(target); };
    switch (scene_.objectWas->reason) {
        case WaitReason::Event:
        case WaitReason::ResultGet:
        case WaitReason::ResultWait:
            if (object) return tr("%1 was set, and %2 waits for that: the hub hands over to %2.").arg(name, target);
            break;
        case WaitReason::Lock:
            if (object) return tr("%1 is free, and %2 is first in line: the hub hands over to %2.").arg(name, target);
            break;
        case WaitReason::LockWait:
            if (object) return tr("%1 is free, and %2 waits for that: the hub hands over to %2.").arg(name, target);
            break;
        case WaitReason::QueueGet:
            if (object)
                return tr("There is something in %1 for %2, who was first to wait. The hub hands over to %2.")
                    .arg(who(id), target);
            break;
        case WaitReason::QueueJoin:
            if (object) return told(tr("All tasks of %1 are done, and %2 waits for that.").arg(who(id), target));
            break;
        case WaitReason::GroupJoin:
            if (object) return told(tr("%1 is empty now, and %2 waits for that.").arg(name, target));
            break;
        case WaitReason::PoolSpawn:
        case WaitReason::PoolWait:
            if (object) return told(tr("%1 has a free place, and %2 is first in line.").arg(name, target));
            break;
        case WaitReason::Thread:
            return told(tr("The call in the other thread has ended, and %1 waits for that.").arg(target));
        case WaitReason::Process:
            return told(object ? tr("%1 has ended, and %2 waits for that.").arg(name, target)
                               : tr("The other process has ended, and %1 waits for that.").arg(target));
        case WaitReason::Serve: return told(tr("%1 was stopped, and %2 waits for that.").arg(name, target));
        case WaitReason::Receive: return told(tr("There is something to read from %1.").arg(who(id)));
        case WaitReason::Send: return told(tr("There is room to write to %1.").arg(who(id)));
        case WaitReason::Accept: return told(tr("Somebody has connected to %1.").arg(who(id)));
        case WaitReason::Connect: return told(tr("The other side of %1 has answered.").arg(who(id)));
        case WaitReason::Handshake: return told(tr("The other side of %1 has done its part.").arg(who(id)));
        case WaitReason::Resolve: return told(tr("A name server has answered, and %1 waits for that.").arg(target));
        case WaitReason::Poll:
        case WaitReason::Io: return told(tr("Input or output is ready, and %1 waits for that.").arg(target));
        case WaitReason::Idle: return told(tr("Nothing else is going on, and %1 waits for that.").arg(target));
        case WaitReason::LoopEnd: return told(tr("Nothing is left to do, and %1 waits for that.").arg(target));
        default: break;
    }
    return {};
}

}  // namespace views
