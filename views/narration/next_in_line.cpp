// Who is next, when control has gone to the hub. Only what the state at this moment settles: the record may
// know more, but the reader is to see that a queue and a rule decide.
#include <algorithm>

#include "narration/teller.h"
#include "narration/words.h"
#include "pane/woken.h"

namespace views {

using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::State;

QString Teller::next() const {
    if (green::trace::switches_to(event_) != Id::Hub) return {};
    if (event_.kind == Kind::End && event_.greenlet == Id::Main) return {};
    const QString inJob = nextInJob();
    return inJob.isEmpty() ? nextByQueue() : inJob;
}

// The hub comes back into the middle of what it was doing, and that goes first.
QString Teller::nextInJob() const {
    const auto& moment = scene_.after;
    const Job& job = moment.current_job();
    if (const auto* channel = moment.object(job.target);
        job.kind == JobKind::Unlock && channel && channel->kind == ObjectKind::Channel) {
        // Who put is out of the line once its item is taken, and goes on after who got it.
        for (const auto& greenlet : moment.greenlets())
            if (greenlet.state == State::Waiting && greenlet.waits_on == channel->id &&
                !std::ranges::count(channel->waiters, greenlet.id))
                return tr("Next is %1: its item was handed over.").arg(who(greenlet.id));
        return {};
    }
    if (job.kind == JobKind::Unlock) {
        const Id putter = canPut(job.target);
        const Id getter = canGet(job.target);
        if (putter != Id::None && getter != Id::None)
            return tr("The hub goes on with those who wait for %1.").arg(who(job.target));
        if (putter != Id::None) return tr("Next is %1: there is room in %2.").arg(who(putter), who(job.target));
        if (getter != Id::None) return tr("Next is %1: there is an item in %2.").arg(who(getter), who(job.target));
        return {};
    }
    if (job.kind == JobKind::Notify) {
        const auto next = [&](Id id) { return tr("Next is %1, which waits for %2.").arg(who(id), who(job.target)); };
        if (const auto* object = moment.object(job.target)) {
            // Whoever joined the line meanwhile is for another notification (rule R47).
            const auto began = jobBegan();
            for (const Id id : toBeWoken(*object, moment))
                if (const auto* greenlet = moment.greenlet(id);
                    greenlet && greenlet->state == State::Waiting && greenlet->since < began)
                    return next(id);
            return {};
        }
        for (const auto& greenlet : moment.greenlets())
            if (greenlet.state == State::Waiting && greenlet.waits_on == job.target && greenlet.id != event_.greenlet)
                return next(greenlet.id);
        return {};
    }
    if (job.deadline == never) return {};
    // Timers that were due when the clock got here go on in turn. One that was set since then has to wait.
    for (const auto& timer : moment.timers(4)) {
        if (timer.deadline > moment.time()) break;
        if (timer.asked_by == 0 || scene_.store.event(timer.asked_by).time >= moment.time()) continue;
        return tr("Next is %1: its time has come, too.").arg(who(timer.target));
    }
    return {};
}

QString Teller::nextByQueue() const {
    const auto& queue = scene_.after.callbacks();
    const auto front = std::ranges::find_if(queue, [](const Job& job) { return !job.cancelled; });
    if (front == queue.end()) return nobodyInLine();
    switch (front->kind) {
        case JobKind::Start:
        case JobKind::Wake:
        case JobKind::Throw:
            if (front->target == event_.greenlet)
                return tr("Nobody else is in line, so %1 is next.").arg(who(front->target));
            return tr("Next in line is %1.").arg(who(front->target));
        case JobKind::Notify:
            return scene_.after.greenlet(front->target)
                       ? tr("Next in line: tell %1 that %2 has ended.").arg(toldOf(front->target), who(front->target))
                       : tr("Next in line: tell %1 that %2 is ready.").arg(toldOf(front->target), who(front->target));
        case JobKind::Unlock: return tr("Next in line: see who can go on with %1.").arg(who(front->target));
        default: return tr("Next in line is a job of the hub.");
    }
}

QString Teller::nobodyInLine() const {
    const auto timers = scene_.after.timers(1);
    if (timers.empty()) return tr("Nobody is in line.");
    const auto deadline = timers.front().deadline;
    if (deadline <= scene_.after.time()) return tr("Nobody is in line. A timer is due.");
    return virtualClock() && awaitedOutside().isEmpty()
               ? tr("Nobody is in line, so the clock will jump to %1.").arg(timeText(deadline))
               : tr("Nobody is in line until %1.").arg(timeText(deadline));
}

}  // namespace views
