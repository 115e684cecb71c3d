#include "hubqueue/job_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "narration/words.h"
#include "pane/woken.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Moment;
using green::trace::TraceStore;
using green::trace::WaitReason;

namespace {

struct Jobs {
    Q_DECLARE_TR_FUNCTIONS(Jobs)
};

// What was asked for by the event that queued the job.
const green::trace::TraceEvent* cause(const Job& job, const TraceStore& store) {
    return job.asked_by > 0 && job.asked_by <= store.size() ? &store.event(job.asked_by) : nullptr;
}

QString wakeText(const Job& job, const GreenletState* greenlet, const TraceStore& store) {
    const auto* asked = cause(job, store);
    if (asked && asked->kind == Kind::Yield) return Jobs::tr("after sleep(0)");
    const QString call = greenlet ? callText(*greenlet) : QString();
    return call.isEmpty() ? Jobs::tr("goes on") : Jobs::tr("after %1").arg(call);
}

QString toldText(Id target, const Moment& moment, const WaitIndex& waits, const NameOf& name) {
    constexpr std::size_t most = 2;
    std::vector<Id> told;
    const auto* object = moment.object(target);
    if (object) {
        told = toBeWoken(*object, moment);
    } else {
        told = waits.toldOf(target);
        for (const Id group : groupsOf(target, moment)) told.push_back(group);
    }
    // Somebody was faster (rule R52).
    if (object && isLock(*object) && told.empty()) return Jobs::tr("nobody can have it");
    if (told.empty()) return Jobs::tr("tells who waits");
    QStringList names;
    for (std::size_t i = 0; i < std::min(told.size(), most); ++i) names << name(told[i]);
    const QString list = names.join(QStringLiteral(", "));
    return told.size() > most ? Jobs::tr("tells %1 and %2 more").arg(list).arg(told.size() - most)
                              : Jobs::tr("tells %1").arg(list);
}

// That of who waits for it.
void chip(JobText& text, const green::trace::ObjectState& object) {
    text.queue = holds_items(object.kind);
    text.look = isLock(object) || object.kind == green::trace::ObjectKind::Pool ? Look::WaitsLock : Look::WaitsData;
}

}  // namespace

JobText jobText(const Job& job, const TraceStore& store, const Moment& moment, const WaitIndex& waits,
                const NameOf& name) {
    JobText text;
    text.id = job.target;
    text.title = name(job.target);
    const auto* greenlet = moment.greenlet(job.target);
    const auto* object = moment.object(job.target);
    if (greenlet) text.look = lookOf(*greenlet);
    if (object) chip(text, *object);
    switch (job.kind) {
        case JobKind::Start: text.what = Jobs::tr("starts"); break;
        case JobKind::Wake: text.what = wakeText(job, greenlet, store); break;
        case JobKind::Throw: {
            const auto* asked = cause(job, store);
            const QString thrown = asked ? oneLine(store.text(job.asked_by), 40) : QString();
            text.what = thrown.isEmpty() ? Jobs::tr("gets an exception") : Jobs::tr("gets %1").arg(thrown);
            break;
        }
        case JobKind::Notify:
            text.title = greenlet                    ? Jobs::tr("ended: %1").arg(text.title)
                         : object && isLock(*object) ? Jobs::tr("free: %1").arg(text.title)
                                                     : Jobs::tr("ready: %1").arg(text.title);
            text.what = toldText(job.target, moment, waits, name);
            break;
        case JobKind::Unlock: text.what = Jobs::tr("see who can go on"); break;
        case JobKind::Timeout: text.what = Jobs::tr("timeout"); break;
        case JobKind::Function:
        case JobKind::None: text.what = Jobs::tr("callback"); break;
    }
    if (text.title.isEmpty()) text.title = Jobs::tr("hub");
    if (job.cancelled) text.what = Jobs::tr("taken back: does nothing");
    return text;
}

JobText timerText(const Job& job, const TraceStore& store, const Moment& moment, const NameOf& name) {
    JobText text;
    text.id = job.target;
    text.title = name(job.target);
    const auto* greenlet = moment.greenlet(job.target);
    if (greenlet) text.look = lookOf(*greenlet);
    if (const auto* object = moment.object(job.target)) chip(text, *object);
    if (text.title.isEmpty()) text.title = Jobs::tr("hub");
    switch (job.kind) {
        case JobKind::Start: text.what = Jobs::tr("starts"); break;
        case JobKind::Wake: {
            // The one who sleeps may be woken before that, and has forgotten then what it waited for.
            const auto* asked = cause(job, store);
            const bool sleeps = asked && asked->kind == Kind::Wait && asked->wait_reason() == WaitReason::Sleep;
            text.what = sleeps ? Jobs::tr("wakes") : Jobs::tr("goes on");
            break;
        }
        case JobKind::Function:
        case JobKind::Timeout: {
            // One that the program has set around its calls belongs to none of them.
            const bool limits = greenlet && greenlet->state == green::trace::State::Waiting &&
                                greenlet->deadline == job.deadline && greenlet->reason != WaitReason::Sleep;
            const QString call = limits ? callName(greenlet->reason) : QString();
            if (call.isEmpty() && job.kind == JobKind::Function) {
                text.what = Jobs::tr("timer fires");
            } else if (call.isEmpty()) {
                text.title = Jobs::tr("%1’s timeout").arg(text.title);
                text.what = Jobs::tr("fires");
            } else {
                text.title = Jobs::tr("%1’s %2").arg(text.title, call);
                text.what = Jobs::tr("gives up");
            }
            break;
        }
        case JobKind::Throw: text.what = Jobs::tr("gets an exception"); break;
        default: text.what = Jobs::tr("timer fires"); break;
    }
    return text;
}

}  // namespace views
