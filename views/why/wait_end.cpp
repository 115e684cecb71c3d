#include "why/wait_end.h"

#include <QCoreApplication>
#include <algorithm>

#include "narration/words.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::JobId;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Moment;
using green::trace::never;
using green::trace::TraceEvent;
using green::trace::TraceStore;
using green::trace::WaitReason;

namespace {

// Looking further back or ahead would cost more than a frame in a record of millions.
constexpr EventNumber farthest = 20'000;

struct Why {
    Q_DECLARE_TR_FUNCTIONS(Why)
};

template <class Test>
const TraceEvent* lastBefore(const TraceStore& store, EventNumber n, Test&& test) {
    const EventNumber stop = n > farthest ? n - farthest : 0;
    for (; n > stop; --n)
        if (const auto& event = store.event(n); test(event)) return &event;
    return nullptr;
}

// The hub hands over once for each job, or several times in the middle of one.
const TraceEvent* jobAt(const TraceStore& store, EventNumber n) {
    const auto* found = lastBefore(store, n, [](const TraceEvent& event) {
        return event.greenlet == Id::Hub && (event.has(Flag::Runs) || event.kind == Kind::Idle);
    });
    return found && found->has(Flag::Runs) ? found : nullptr;
}

QString told(const TraceStore& store, EventNumber n, JobId job, const std::function<QString(Id)>& name) {
    const auto* asked =
        lastBefore(store, n - 1, [&](const TraceEvent& event) { return event.has(Flag::Queues) && event.job == job; });
    if (!asked) return {};
    const QString who = name(asked->greenlet);
    const QString what = name(asked->object);
    switch (asked->kind) {
        case Kind::End:
        case Kind::Fail: return Why::tr("%1 has ended").arg(who);
        case Kind::Set: return Why::tr("%1 has set %2").arg(who, what);
        case Kind::Release: return Why::tr("%1 has released %2").arg(who, what);
        case Kind::TaskDone: return Why::tr("all tasks of %1 are done").arg(what);
        case Kind::Remove: return Why::tr("%1 has left %2").arg(name(static_cast<Id>(asked->amount)), what);
        default: return Why::tr("%1 is ready").arg(what);
    }
}

}  // namespace

EventNumber runsAgainAt(const TraceStore& store, const Moment& moment, Id greenlet) {
    const EventNumber last = std::min(store.size(), moment.number() + farthest);
    for (EventNumber n = moment.number() + 1; n <= last; ++n) {
        const auto& event = store.event(n);
        if (event.kind == Kind::Resume && event.object == greenlet) return n;
    }
    return 0;
}

QString limitResult(WaitReason reason) {
    switch (reason) {
        case WaitReason::QueueGet: return QStringLiteral("Empty");
        case WaitReason::QueuePut: return QStringLiteral("Full");
        case WaitReason::Select: return Why::tr("empty lists");
        case WaitReason::Receive:
        case WaitReason::Send:
        case WaitReason::Accept:
        case WaitReason::Connect:
        case WaitReason::Handshake: return Why::tr("an error: timed out");
        default: return {};
    }
}

QString howItGoesOn(const TraceStore& store, EventNumber n, const GreenletState& greenlet,
                    const std::function<QString(Id)>& name) {
    const auto* job = jobAt(store, n);
    const auto& event = store.event(n);
    const QString exception = event.has(Flag::Throw) ? oneLine(store.text(n), 40) : QString();
    const QString call = callText(greenlet.reason, {});
    // Not one that the program has set around the call.
    const auto* armed =
        job && greenlet.deadline != never
            ? lastBefore(store, n - 1,
                         [&](const TraceEvent& asked) { return asked.has(Flag::Arms) && asked.job == job->job; })
            : nullptr;
    const bool limited = armed && armed->amount == greenlet.deadline;
    if (job && (job->job_kind == JobKind::Timeout || (job->job_kind == JobKind::Function && limited)) &&
        !call.isEmpty()) {
        const QString result = limited ? limitResult(greenlet.reason) : exception;
        return result.isEmpty() ? Why::tr("its timer ends %1").arg(call)
                                : Why::tr("its timer ends %1 with %2").arg(call, result);
    }
    if (!exception.isEmpty()) return Why::tr("%1 is thrown into it").arg(exception);
    if (!job) return {};
    switch (job->job_kind) {
        case JobKind::Start:
        case JobKind::Wake:
            return greenlet.state == green::trace::State::Waiting && greenlet.reason == WaitReason::Sleep
                       ? Why::tr("it has slept enough")
                       : Why::tr("its turn has come");
        case JobKind::Notify: return told(store, n, job->job, name);
        case JobKind::Unlock:
            if (greenlet.reason == WaitReason::QueueGet)
                return Why::tr("there is an item in %1").arg(name(greenlet.waits_on));
            if (greenlet.reason == WaitReason::QueuePut)
                return Why::tr("its item is in %1").arg(name(greenlet.waits_on));
            return {};
        default: return {};
    }
}

}  // namespace views
