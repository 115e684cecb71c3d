#include "narration/teller.h"

#include <QStringList>
#include <algorithm>

#include "narration/words.h"
#include "pane/wait_index.h"
#include "pane/woken.h"

namespace views {

using green::trace::EndReason;
using green::trace::Flag;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Moment;
using green::trace::ObjectKind;
using green::trace::Role;
using green::trace::WaitReason;

void lookBefore(Scene& scene, const Moment& before) {
    if (const auto* greenlet = before.greenlet(scene.event.object)) scene.objectWas = *greenlet;
    if (const auto* job = scene.event.has(Flag::Cancels) ? before.job(scene.event.job) : nullptr)
        scene.cancelled = *job;
    const auto* object = before.object(scene.event.object);
    if (object) scene.countWas = object->count;
    // A link that puts has a line; what the hub puts itself has none, and is somebody's who waited.
    if (!object || scene.event.kind != Kind::Put || scene.event.greenlet != Id::Hub || scene.event.site) return;
    const auto found = std::ranges::find_if(object->waiters, [&](Id id) {
        const auto* waiter = before.greenlet(id);
        return waiter && waiter->reason == WaitReason::QueuePut;
    });
    if (found != object->waiters.end()) scene.storedFor = *found;
}

QString Teller::beginning() {
    return tr("Nothing has happened yet. Only %1 is there; its first line is about to run.")
        .arg(QStringLiteral("<b>main</b>"));
}

QString Teller::tell() const {
    QString told;
    switch (event_.kind) {
        case Kind::Create: told = tr("%1 makes %2, but does not start it yet.").arg(actor(), who(event_.object)); break;
        case Kind::Start:
        case Kind::Spawn: told = spawn(); break;
        case Kind::Discard: told = discard(); break;
        case Kind::Fail: told = fail(); break;
        case Kind::End: told = end(); break;
        case Kind::Yield: told = tr("%1 gives way and goes to the end of the run queue.").arg(actor()); break;
        case Kind::Wait: told = wait(); break;
        case Kind::Resume: return resume();
        case Kind::Run: return run();
        case Kind::Idle: return idle();
        case Kind::Cancel: told = cancel(); break;
        case Kind::Callback: told = callback(); break;
        case Kind::Timeout: told = timeout(); break;
        case Kind::Kill: told = kill(); break;
        case Kind::Object: told = object(); break;
        case Kind::Put: told = put(); break;
        case Kind::Get: told = get(); break;
        case Kind::Print: told = print(); break;
        case Kind::Report: told = report(); break;
        case Kind::Work: told = work(); break;
        case Kind::Set: told = set(); break;
        case Kind::Clear: told = clear(); break;
        case Kind::Acquire: told = acquire(); break;
        case Kind::Release: told = release(); break;
        case Kind::Add: told = add(); break;
        case Kind::Remove: told = remove(); break;
        case Kind::TaskDone: told = taskDone(); break;
        case Kind::Store:
            told = tr("%1 stores %2 in %3, where only %1 sees it.").arg(actor(), said(30), who(event_.object));
            break;
        case Kind::Forget: told = forget(); break;
        case Kind::Open: told = open(); break;
        case Kind::Close: told = tr("%1 closes %2.").arg(actor(), who(event_.object)); break;
        case Kind::Receive: told = receive(); break;
        case Kind::Send: told = send(); break;
        case Kind::Request: told = request(); break;
        case Kind::Signal: told = tr("The signal %1 has arrived.").arg(said()); break;
        default: told = tr("Something happened that this version of Greenscope does not know."); break;
    }
    const QString then = next();
    return then.isEmpty() ? told : told + u' ' + then;
}

QString Teller::who(Id id) const {
    if (id == Id::Hub) return tr("the hub");
    const QString name = names_.of(scene_.store.last(), id);
    if (name.isEmpty()) return tr("somebody");
    return QStringLiteral("<b>") + name.toHtmlEscaped() + QStringLiteral("</b>");
}

QString Teller::subject(Id id) const {
    if (id == Id::Hub) return tr("The hub");
    QString name = who(id);
    if (!name.startsWith(u'<')) name[0] = name[0].toUpper();
    return name;
}

QString Teller::said(qsizetype longest) const { return oneLine(scene_.text, longest).toHtmlEscaped(); }

QString Teller::exception() const { return scene_.text.empty() ? tr("an exception") : said(); }

QString Teller::call(const GreenletState& greenlet) const { return callText(greenlet).toHtmlEscaped(); }

Id Teller::firstWaiter(Id id, WaitReason reason) const {
    const auto* found = scene_.after.object(id);
    if (!found) return Id::None;
    const auto waits = [&](Id waiter) {
        const auto* greenlet = scene_.after.greenlet(waiter);
        return greenlet && greenlet->reason == reason;
    };
    const auto first = std::ranges::find_if(found->waiters, waits);
    return first == found->waiters.end() ? Id::None : *first;
}

Id Teller::canPut(Id id) const {
    const auto* queue = scene_.after.object(id);
    const bool room = queue && (queue->capacity < 0 || static_cast<qint64>(queue->items.size()) < queue->capacity);
    return room ? firstWaiter(id, WaitReason::QueuePut) : Id::None;
}

Id Teller::canGet(Id id) const {
    const auto* queue = scene_.after.object(id);
    return queue && !queue->items.empty() ? firstWaiter(id, WaitReason::QueueGet) : Id::None;
}

QString Teller::list(const std::vector<Id>& ids) const {
    constexpr std::size_t most = 3;
    if (ids.size() == 1) return who(ids[0]);
    QStringList names;
    for (std::size_t i = 0; i + 1 < std::min(ids.size(), most + 1); ++i) names << who(ids[i]);
    const QString first = names.join(QStringLiteral(", "));
    return ids.size() > most ? tr("%1 and %2 more").arg(first).arg(ids.size() - most)
                             : tr("%1 and %2").arg(first, who(ids.back()));
}

QString Teller::toldOf(Id target) const {
    if (!scene_.after.greenlet(target)) {
        const auto* found = scene_.after.object(target);
        const auto woken = found ? toBeWoken(*found, scene_.after) : std::vector<Id>();
        return woken.empty() ? tr("those who wait for it") : list(woken);
    }
    WaitIndex index;
    index.update(scene_.after, std::nullopt);
    auto told = index.toldOf(target);
    for (const Id group : groupsOf(target, scene_.after)) told.push_back(group);
    return told.empty() ? tr("those who wait for it") : list(told);
}

QString Teller::spawn() const {
    const QString greenlet = who(event_.object);
    const bool both = event_.kind == Kind::Spawn;
    if (event_.has(Flag::Arms)) {
        const QString when = timeText(event_.amount);
        return (both ? tr("%1 spawns %2 for later: a timer starts it at %3.")
                     : tr("%1 starts %2 for later: a timer starts it at %3."))
            .arg(actor(), greenlet, when);
    }
    if (!event_.has(Flag::Queues)) return tr("%1 starts %2, which makes no difference.").arg(actor(), greenlet);
    return (both ? tr("%1 spawns %2. %2 does not run yet: it joins the end of the run queue.")
                 : tr("%1 starts %2. %2 does not run yet: it joins the end of the run queue."))
        .arg(actor(), greenlet);
}

QString Teller::discard() const {
    const QString greenlet = who(event_.object);
    if (event_.end_reason() == EndReason::Failed)
        return tr("%1 kills %2 before it ever ran. %2 counts as failed: %3.").arg(actor(), greenlet, exception());
    return tr("%1 kills %2 before it ever ran. %2 will never run a line.").arg(actor(), greenlet);
}

QString Teller::fail() const {
    return tr("%1 raises %2, and nothing catches it. The error is reported, then %1 ends.").arg(actor(), exception());
}

std::vector<Id> Teller::unfinished(std::size_t most) const {
    std::vector<Id> found;
    for (const auto& greenlet : scene_.after.greenlets()) {
        if (found.size() >= most) break;
        if (greenlet.role == Role::Greenlet && !greenlet.ended) found.push_back(greenlet.id);
    }
    return found;
}

QString Teller::end() const {
    if (event_.greenlet == Id::Main) {
        if (event_.end_reason() == EndReason::Failed) {
            const auto* main = scene_.after.greenlet(Id::Main);
            const QString error = main ? oneLine(main->result).toHtmlEscaped() : QString();
            return error.isEmpty() ? tr("%1 fails. That ends the program.").arg(actor())
                                   : tr("%1 fails: %2. That ends the program.").arg(actor(), error);
        }
        QString ends = tr("%1 is finished, and that ends the program.").arg(actor());
        constexpr std::size_t most = 1000;
        const auto others = unfinished(most);
        if (others.empty()) return ends;
        return ends + u' ' +
               (others.size() == 1 ? tr("%1 is not finished: it is left as it is.").arg(list(others))
                                   : tr("%1 are not finished: they are left as they are.").arg(list(others)));
    }
    QString told;
    switch (event_.end_reason()) {
        case EndReason::Failed: {
            const auto* greenlet = scene_.after.greenlet(event_.greenlet);
            const QString error = greenlet ? oneLine(greenlet->result).toHtmlEscaped() : QString();
            told = error.isEmpty() ? tr("%1 has failed and is gone.").arg(actor())
                                   : tr("%1 has failed and is gone: %2.").arg(actor(), error);
            break;
        }
        case EndReason::Killed: told = tr("%1 was killed and is gone.").arg(actor()); break;
        default:
            told = scene_.text.empty() || scene_.text == "None"
                       ? tr("%1 is finished.").arg(actor())
                       : tr("%1 is finished; its value is %2.").arg(actor(), said(40));
            break;
    }
    if (event_.has(Flag::Queues) && event_.job_kind == JobKind::Notify)
        told += u' ' + tr("A note for %1 joins the end of the run queue.").arg(toldOf(event_.greenlet));
    return told;
}

QString Teller::unlockLater(WaitReason waiting) const {
    // A simple queue has no unlock job: it wakes one who waits for each item.
    const bool wakes =
        event_.job_kind == JobKind::Unlock || (event_.job_kind == JobKind::Notify && waiting == WaitReason::QueueGet);
    if (!event_.has(Flag::Queues) || !wakes) return {};
    const Id first = firstWaiter(event_.object, waiting);
    if (first == Id::None) return tr("The hub will see who can go on.");
    return waiting == WaitReason::QueueGet
               ? tr("%1 waits for an item: a note to wake it joins the end of the run queue.").arg(subject(first))
               : tr("%1 waits for room: a note to wake it joins the end of the run queue.").arg(subject(first));
}

QString Teller::put() const {
    const auto* queue = scene_.after.object(event_.object);
    const QString state = queue ? fillText(*queue) : QString();
    const bool channel = queue && queue->kind == ObjectKind::Channel;
    if (channel && scene_.storedFor != Id::None)
        return tr("Somebody is on each side of %1: the hub takes %2 from %3 and hands it over.")
            .arg(who(event_.object), said(30), who(scene_.storedFor));
    if (channel) return tr("%1 hands %2 over in %3.").arg(actor(), said(30), who(event_.object));
    if (event_.greenlet == Id::Hub) {
        if (scene_.storedFor == Id::None)
            return tr("The hub stores %1 in %2 (now %3).").arg(said(30), who(event_.object), state);
        return tr("There is room in %1, so the hub stores %2 for %3, who was first to wait.")
            .arg(who(event_.object), said(30), who(scene_.storedFor));
    }
    const QString told =
        tr("%1 puts %2 into %3 (now %4) and runs on.").arg(actor(), said(30), who(event_.object), state);
    const QString later = unlockLater(WaitReason::QueueGet);
    return later.isEmpty() ? told : told + u' ' + later;
}

QString Teller::get() const {
    const auto* queue = scene_.after.object(event_.object);
    if (queue && queue->kind == ObjectKind::Channel)
        return tr("%1 has got %2 through %3 and runs on.").arg(actor(), said(30), who(event_.object));
    const QString told = tr("%1 takes %2 from %3 (now %4) and runs on.")
                             .arg(actor(), said(30), who(event_.object), queue ? fillText(*queue) : QString());
    const QString later = unlockLater(WaitReason::QueuePut);
    return later.isEmpty() ? told : told + u' ' + later;
}

QString Teller::print() const {
    const QString line = said(70);
    if (line.isEmpty()) return tr("%1 prints an empty line.").arg(actor());
    return tr("%1 prints “%2”.").arg(actor(), line);
}

QString Teller::report() const {
    if (event_.object == Id::None) return tr("%1 writes to stderr.").arg(actor());
    const auto* about = scene_.after.greenlet(event_.object);
    if (!about || about->id == Id::Hub) return tr("%1 reports an error to stderr: %2.").arg(actor(), exception());
    return tr("The error of %1 is reported to stderr: %2. The other greenlets go on.")
        .arg(who(event_.object), exception());
}

QString Teller::work() const {
    return tr("%1 computes for %2 and does not give way: nobody else can run.").arg(actor(), timeText(event_.amount));
}

}  // namespace views
