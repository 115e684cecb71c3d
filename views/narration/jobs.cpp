// Sentences for the hub's jobs: asked for, taken back, run.
#include "narration/teller.h"
#include "narration/words.h"
#include "pane/woken.h"

namespace views {

using green::trace::Id;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::WaitReason;

QString Teller::cancel() const {
    if (!scene_.cancelled) return tr("%1 takes back a job that is gone already.").arg(actor());
    const auto& job = *scene_.cancelled;
    const bool own = job.target == event_.greenlet;
    if (job.deadline != never) {
        switch (job.kind) {
            case JobKind::Timeout:
                return own ? tr("%1 is done in time and takes its timeout back: it will not fire.").arg(actor())
                           : tr("%1 takes back the timeout of %2: it will not fire.").arg(actor(), who(job.target));
            case JobKind::Start:
                return tr("%1 takes back the timer that was to start %2.").arg(actor(), who(job.target));
            default:
                return own ? tr("%1 takes back its timer: it will not fire.").arg(actor())
                           : tr("%1 takes back a timer for %2: it will not fire.").arg(actor(), who(job.target));
        }
    }
    const QString later = tr("It keeps its place in the run queue, but will do nothing.");
    if (job.kind == JobKind::Start)
        return tr("%1 takes back the start of %2.").arg(actor(), who(job.target)) + u' ' + later;
    return tr("%1 takes back a job for %2.").arg(actor(), who(job.target)) + u' ' + later;
}

QString Teller::callback() const {
    const QString target = who(event_.object);
    switch (event_.job_kind) {
        case JobKind::Start: return tr("%1 puts the start of %2 at the end of the run queue.").arg(actor(), target);
        case JobKind::Wake: return tr("%1 makes %2 runnable: %2 joins the end of the run queue.").arg(actor(), target);
        case JobKind::Throw:
            return tr("%1 asks the hub to throw an exception into %2. That joins the end of the run queue.")
                .arg(actor(), target);
        case JobKind::Notify: {
            const auto* object = scene_.after.object(event_.object);
            const auto woken = object ? toBeWoken(*object, scene_.after) : std::vector<Id>();
            return woken.empty()
                       ? tr("%1 leaves a note at the end of the run queue: tell who waits for %2.").arg(actor(), target)
                       : tr("%1 leaves a note at the end of the run queue: wake %3 for %2.")
                             .arg(actor(), target, list(woken));
        }
        case JobKind::Unlock:
            return tr("%1 leaves a note at the end of the run queue: see who can go on with %2.").arg(actor(), target);
        default: return tr("%1 puts a job for the hub at the end of the run queue.").arg(actor());
    }
}

// A call with a time limit arms it first and begins to wait with its next event, until that very deadline.
QString Teller::limitedCall() const {
    const auto n = scene_.after.number() + 1;
    if (n > scene_.store.size()) return {};
    const auto& then = scene_.store.event(n);
    if (then.kind != Kind::Wait || then.greenlet != event_.greenlet || then.amount != event_.amount) return {};
    return callName(then.wait_reason());
}

QString Teller::timeout() const {
    const QString when = timeText(event_.amount);
    const bool own = event_.object == event_.greenlet || event_.object == Id::None;
    if (!own) return tr("%1 sets a timeout for %2: it fires at %3.").arg(actor(), who(event_.object), when);
    const QString limited = limitedCall();
    if (limited.isEmpty())
        return tr("%1 sets a timeout: unless %2 takes it back before %3, the hub throws it into %2.")
            .arg(actor(), who(event_.greenlet), when);
    // "0.1 seconds: Empty" names what ends the call.
    const QString text = said();
    const auto colon = text.indexOf(QStringLiteral(": "));
    if (colon < 0)
        return tr("%1 sets a timeout: if its %2() has not ended by %3, the hub ends it.").arg(actor(), limited, when);
    return tr("%1 sets a timeout: if its %2() has not ended by %3, the hub ends it with %4.")
        .arg(actor(), limited, when, text.mid(colon + 2));
}

QString Teller::kill() const {
    if (event_.object == event_.greenlet)
        return tr("%1 kills itself: the hub will throw %2 into it when that job’s turn comes.")
            .arg(actor(), exception());
    return tr("%1 kills %2. Not at once: “throw %3 into %2” joins the end of the run queue.")
        .arg(actor(), who(event_.object), scene_.text.empty() ? tr("an exception") : said());
}

// What the note is for may be gone again by now (rule R52).
QString Teller::runNotify(Id about) const {
    const QString target = who(about);
    const auto* object = scene_.after.object(about);
    if (!object) return tr("The hub takes the next note: %1 has ended, tell %2.").arg(target, toldOf(about));
    const bool lock = isLock(*object);
    if (!lock || object->waiters.empty())
        return tr("The hub takes the next note: %1 is ready, tell %2.").arg(target, toldOf(about));
    const QString first = who(object->waiters[0]);
    return toBeWoken(*object, scene_.after).empty()
               ? tr("The hub takes the next note: can %1 have %2? No, somebody else was faster. %1 waits on.")
                     .arg(first, target)
               : tr("The hub takes the next note: can %1 have %2? Yes.").arg(first, target);
}

// A job that no other event tells of, or not at once: what it is about, and no more.
QString Teller::run() const {
    const auto& job = scene_.after.current_job();
    const Id about = event_.object != Id::None ? event_.object : job.target;
    const QString target = who(about);
    if (job.cancelled) return tr("The hub comes to a job for %1 that was taken back. It does nothing.").arg(target);
    switch (event_.job_kind) {
        case JobKind::Notify: return runNotify(about);
        case JobKind::Unlock: {
            const QString told = tr("The hub takes the next note: who can go on with %1?").arg(target);
            if (const auto* channel = scene_.after.object(about); channel && channel->kind == ObjectKind::Channel) {
                const Id putter = firstWaiter(about, WaitReason::QueuePut);
                const Id getter = firstWaiter(about, WaitReason::QueueGet);
                if (putter != Id::None && getter != Id::None)
                    return told + u' ' +
                           tr("%1 and %2 can: one puts, the other gets.").arg(subject(putter), who(getter));
                return told + u' ' + tr("Nobody can.");
            }
            if (const Id putter = canPut(about); putter != Id::None)
                return told + u' ' + tr("%1 can: there is room.").arg(subject(putter));
            if (const Id getter = canGet(about); getter != Id::None)
                return told + u' ' + tr("%1 can: there is an item.").arg(subject(getter));
            return told + u' ' + tr("Nobody can.");
        }
        case JobKind::Timeout: return tr("It is %1: the timeout of %2 fires.").arg(timeText(event_.time), target);
        case JobKind::Throw: return tr("The hub takes the next job: throw an exception into %1.").arg(target);
        case JobKind::Start: return tr("The hub takes the next job: start %1.").arg(target);
        case JobKind::Wake: return tr("The hub takes the next job: let %1 go on.").arg(target);
        case JobKind::Function:
        case JobKind::None: break;
    }
    return job.deadline != never ? tr("It is %1: the hub runs a timer’s function.").arg(timeText(event_.time))
                                 : tr("The hub takes the next job from the front of its queue and runs it.");
}

}  // namespace views
