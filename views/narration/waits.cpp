// Sentences for who gives up control: the waits, and the hub's own.
#include "narration/teller.h"
#include "narration/words.h"
#include "pane/wait_index.h"

namespace views {

using green::trace::Flag;
using green::trace::Id;
using green::trace::JobKind;
using green::trace::never;
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
    const QString object = who(event_.object);
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
        case WaitReason::Io: return tr("%1 waits for input or output.").arg(actor());
        case WaitReason::Hub: return tr("%1 hands over to the hub. Only somebody else can make it go on.").arg(actor());
        case WaitReason::None: return tr("%1 waits.").arg(actor());
        default: break;
    }
    // Without an object there is only the call to tell of.
    if (event_.object == Id::None) return tr("%1 waits in %2.").arg(actor(), call);
    const auto* queue = scene_.after.object(event_.object);
    switch (event_.wait_reason()) {
        case WaitReason::QueueGet:
            return queue && queue->items.empty()
                       ? tr("%1 waits: %2 is empty, so %3 finds nothing.").arg(actor(), object, call)
                       : tr("%1 waits for an item: %3 on %2.").arg(actor(), object, call);
        case WaitReason::QueuePut:
            return queue && queue->capacity >= 0 && static_cast<qint64>(queue->items.size()) >= queue->capacity
                       ? tr("%1 waits: %2 is full, so %3 finds no room.").arg(actor(), object, call)
                       : tr("%1 waits until its item can go into %2: %3.").arg(actor(), object, call);
        case WaitReason::Join: return tr("%1 waits until %2 has ended.").arg(actor(), object);
        case WaitReason::Get:
            return scene_.after.greenlet(event_.object)
                       ? tr("%1 waits for the value of %2: %2 has to end first.").arg(actor(), object)
                       : tr("%1 waits for the value of %2.").arg(actor(), object);
        case WaitReason::Kill: return tr("%1 waits until %2, which it kills, is gone.").arg(actor(), object);
        case WaitReason::ResultGet:
        case WaitReason::ResultWait:
        case WaitReason::Event: return tr("%1 waits until %2 is set.").arg(actor(), object);
        case WaitReason::LockWait:
        case WaitReason::Lock: return tr("%1 waits: %2 is taken, so %3 has to wait.").arg(actor(), object, call);
        default: return tr("%1 waits in %2.").arg(actor(), call);
    }
}

QString Teller::idle() const {
    const auto& moment = scene_.after;
    const auto timers = moment.timers(1);
    if (event_.amount == never) {
        for (const auto& greenlet : moment.greenlets())
            if (greenlet.state == State::Waiting && greenlet.role != Role::Hub &&
                (greenlet.reason == WaitReason::Io || greenlet.reason == WaitReason::Select))
                return tr("The hub has nothing to run, and no timer is set. It waits for input or output.");
        return tr("The hub has nothing to run, and no timer is set. Nothing can make anybody go on.");
    }
    const QString when = timeText(event_.amount);
    const bool ahead = event_.amount > moment.time();
    QString told;
    if (!ahead)
        told = tr("The hub looks for timers and input that are due, without waiting.");
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
