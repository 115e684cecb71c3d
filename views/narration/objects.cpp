// Sentences for what greenlets do to events, results, locks, groups and locals. None of it switches: who is
// woken by it goes on later, through the run queue.
#include <algorithm>

#include "narration/teller.h"
#include "narration/words.h"
#include "pane/woken.h"

namespace views {

using green::trace::EndReason;
using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::ObjectKind;
using green::trace::ObjectState;

bool Teller::noteIsThere() const {
    const auto is_note = [&](const Job& job) {
        return job.target == event_.object && job.kind == JobKind::Notify && !job.cancelled;
    };
    return is_note(scene_.after.current_job()) || std::ranges::any_of(scene_.after.callbacks(), is_note);
}

QString Teller::wakesLater() const {
    const auto* object = scene_.after.object(event_.object);
    const auto woken = object ? toBeWoken(*object, scene_.after) : std::vector<Id>();
    if (woken.empty()) return {};
    const bool one = woken.size() == 1;
    const QString waiting = list(woken);
    if (event_.has(Flag::Queues))
        return one ? tr("%1 waits for it: a note to wake it joins the end of the run queue.").arg(waiting)
                   : tr("%1 wait for it: a note to wake them joins the end of the run queue.").arg(waiting);
    if (!noteIsThere()) return {};
    return one ? tr("%1 waits for it: there is a note to wake it already.").arg(waiting)
               : tr("%1 wait for it: there is a note to wake them already.").arg(waiting);
}

QString Teller::firstInLine() const {
    const auto* lock = scene_.after.object(event_.object);
    if (!lock || lock->waiters.empty()) return {};
    const QString first = who(lock->waiters[0]);
    const QString asks = tr("Nobody is handed it: who asks first gets it.");
    if (event_.has(Flag::Queues))
        return tr("%1 is first in line: a note to wake it joins the end of the run queue.").arg(first) + u' ' + asks;
    return noteIsThere() ? tr("%1 is first in line: there is a note to wake it already.").arg(first) + u' ' + asks
                         : QString();
}

QString Teller::set() const {
    const auto* object = scene_.after.object(event_.object);
    const QString name = who(event_.object);
    QString told;
    if (object && object->kind == ObjectKind::AsyncResult)
        told = event_.end_reason() == EndReason::Failed ? tr("%1 gives %2 an error: %3.").arg(actor(), name, said(40))
               : scene_.text.empty()                    ? tr("%1 sets %2.").arg(actor(), name)
                                                        : tr("%1 sets %2 to %3.").arg(actor(), name, said(40));
    else
        told = scene_.countWas > 0 ? tr("%1 sets %2, which was set already.").arg(actor(), name)
                                   : tr("%1 sets %2.").arg(actor(), name);
    const QString later = wakesLater();
    if (!later.isEmpty()) return told + u' ' + later;
    if (scene_.countWas > 0) return told;
    return told + u' ' + tr("Nobody waits for it; who asks from now on need not wait.");
}

// Rule R49: a note on its way is not stopped.
QString Teller::clear() const {
    const auto* event = scene_.after.object(event_.object);
    const QString name = who(event_.object);
    if (event && !event->waiters.empty() && noteIsThere())
        return (event->waiters.size() == 1 ? tr("%1 clears %2. %3 goes on all the same: the note to wake it stays.")
                                           : tr("%1 clears %2. %3 go on all the same: the note to wake them stays."))
            .arg(actor(), name, list(event->waiters));
    return tr("%1 clears %2: who waits from now on waits for the next set().").arg(actor(), name);
}

EventNumber Teller::jobBegan() const {
    constexpr EventNumber farthest = 1000;
    const auto job = scene_.after.current_job().id;
    const EventNumber at = scene_.after.number();
    const EventNumber stop = at > farthest ? at - farthest : 0;
    for (EventNumber n = at; n > stop; --n)
        if (const auto& event = scene_.store.event(n); event.has(Flag::Runs) && event.job == job) return n;
    return 0;
}

// Who was woken for it takes it with its next event, but for a timeout that it takes back first.
bool Teller::goesFirst() const {
    const auto* lock = scene_.after.object(event_.object);
    if (!lock || lock->waiters.empty()) return false;
    EventNumber n = scene_.after.number() - 1;
    while (n > 0 && scene_.store.event(n).kind == Kind::Cancel && scene_.store.event(n).greenlet == event_.greenlet)
        --n;
    const bool resumed = n > 0 && scene_.store.event(n).kind == Kind::Resume;
    return !(resumed && scene_.after.current_job().target == event_.object);
}

QString Teller::acquire() const {
    const auto* lock = scene_.after.object(event_.object);
    const QString name = who(event_.object);
    const auto count = event_.amount;
    if (lock && lock->kind == ObjectKind::RLock)
        return count <= 1 ? tr("%1 takes %2 and owns it now.").arg(actor(), name)
                          : tr("%1 owns %2 and takes it once more: %3 deep.").arg(actor(), name).arg(count);
    const bool several = lock && lock->capacity > 1;
    QString told = several ? tr("%1 takes a permit of %2 and runs on").arg(actor(), name)
                           : tr("%1 takes %2 and runs on").arg(actor(), name);
    if (several || count > 0)
        told += count == 0 ? tr("; none is left") : count == 1 ? tr("; 1 is left") : tr("; %1 are left").arg(count);
    told += u'.';
    if (!lock || !goesFirst()) return told;
    return told + u' ' + tr("%1 was first in line, but nobody kept it for %1.").arg(who(lock->waiters[0]));
}

QString Teller::release() const {
    const auto* lock = scene_.after.object(event_.object);
    const QString name = who(event_.object);
    const auto count = event_.amount;
    if (lock && lock->kind == ObjectKind::RLock && count > 0)
        return tr("%1 releases %2 once and still owns it: %3 deep.").arg(actor(), name).arg(count);
    QString told = lock && lock->kind == ObjectKind::RLock ? tr("%1 releases %2, which nobody owns now.")
                   : count == 1                            ? tr("%1 releases %2 and runs on; 1 permit is free.")
                                                           : tr("%1 releases %2 and runs on; %3 permits are free.");
    told = told.arg(actor(), name);
    if (told.contains(QStringLiteral("%3"))) told = told.arg(count);
    const QString line = firstInLine();
    return line.isEmpty() ? told : told + u' ' + line;
}

QString Teller::places(const ObjectState& group) const {
    const auto size = static_cast<qint64>(group.members.size());
    if (group.kind == ObjectKind::Pool && group.capacity >= 0) {
        const auto free = group.capacity - size;
        return free <= 0   ? tr("no place is free")
               : free == 1 ? tr("1 place is free")
                           : tr("%1 places are free").arg(free);
    }
    return size == 0 ? tr("it is empty") : size == 1 ? tr("it has 1 member") : tr("it has %1 members").arg(size);
}

QString Teller::add() const {
    const auto* group = scene_.after.object(event_.object);
    const QString member = subject(static_cast<Id>(event_.amount));
    if (!group) return tr("%1 becomes a member of %2.").arg(member, who(event_.object));
    return tr("%1 becomes a member of %2: now %3.").arg(member, who(event_.object), places(*group));
}

QString Teller::remove() const {
    const auto* group = scene_.after.object(event_.object);
    const QString member = subject(static_cast<Id>(event_.amount));
    if (!group) return tr("%1 leaves %2.").arg(member, who(event_.object));
    const QString told = tr("%1 leaves %2: now %3.").arg(member, who(event_.object), places(*group));
    const QString later = wakesLater();
    return later.isEmpty() ? told : told + u' ' + later;
}

QString Teller::taskDone() const {
    if (event_.amount >= scene_.countWas)
        return tr("%1 says how many tasks of %2 are not done: %3.")
            .arg(actor(), who(event_.object), QString::number(event_.amount));
    const QString left = event_.amount == 0   ? tr("all are done")
                         : event_.amount == 1 ? tr("1 is not done yet")
                                              : tr("%1 are not done yet").arg(event_.amount);
    const QString told = tr("%1 reports a task of %2 as done: now %3.").arg(actor(), who(event_.object), left);
    const QString later = wakesLater();
    return later.isEmpty() ? told : told + u' ' + later;
}

QString Teller::forget() const {
    if (event_.greenlet == Id::Hub && event_.amount != 0)
        return tr("%1 has ended, so what it had in %2 is gone.")
            .arg(subject(static_cast<Id>(event_.amount)), who(event_.object));
    return tr("%1 removes its own value from %2.").arg(actor(), who(event_.object));
}

}  // namespace views
