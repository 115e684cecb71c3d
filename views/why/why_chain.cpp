#include "why/why_chain.h"

#include <QStringList>
#include <algorithm>

#include "narration/words.h"
#include "why/chain.h"
#include "why/wait_end.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Moment;
using green::trace::never;
using green::trace::ObjectKind;
using green::trace::Role;
using green::trace::State;
using green::trace::TraceStore;
using green::trace::WaitReason;

namespace {

constexpr std::size_t longestChain = 12;

}  // namespace

std::vector<WhyLink> Chain::follow(Id id) {
    for (std::optional<Id> next = id; next && links_.size() < longestChain;) {
        if (std::ranges::count(seen_, *next)) {
            closeCircle(*next);
            break;
        }
        seen_.push_back(*next);
        const auto* greenlet = moment_.greenlet(*next);
        next = greenlet ? look(*greenlet) : std::nullopt;
    }
    for (const Id seen : seen_) timer(seen);
    return std::move(links_);
}

std::optional<Id> Chain::look(const GreenletState& greenlet) {
    // Nobody takes the place of main, with which the run ends.
    if (greenlet.id == moment_.running() && !greenlet.ended) {
        add(greenlet, tr("%1 is running").arg(bold(greenlet.id)),
            greenlet.role == Role::Hub ? tr("it picks who is next") : tr("until it waits or gives way"));
        return std::nullopt;
    }
    if (greenlet.role == Role::Hub) {
        add(greenlet, tr("%1 runs whenever a greenlet waits, gives way or ends").arg(bold(greenlet.id)));
        return moment_.running();
    }
    switch (greenlet.state) {
        case State::Created: return created(greenlet);
        case State::Runnable: return runnable(greenlet);
        case State::Waiting: return waiting(greenlet);
        case State::Running: break;
        case State::Finished: add(greenlet, tr("%1 is finished").arg(bold(greenlet.id))); break;
        case State::Killed: add(greenlet, tr("%1 was killed").arg(bold(greenlet.id))); break;
        case State::Failed:
            add(greenlet, tr("%1 has failed").arg(bold(greenlet.id)), oneLine(greenlet.result, 120));
            break;
    }
    return std::nullopt;
}

std::optional<Id> Chain::created(const GreenletState& greenlet) {
    constexpr std::size_t most = 1000;
    const auto timers = moment_.timers(most);
    const auto timer = std::ranges::find_if(
        timers, [&](const Job& job) { return job.target == greenlet.id && job.kind == JobKind::Start; });
    add(greenlet, tr("%1 was not started yet").arg(bold(greenlet.id)),
        timer == timers.end() ? QString() : tr("a timer starts it at %1").arg(timeText(timer->deadline)));
    return std::nullopt;
}

std::optional<Id> Chain::runnable(const GreenletState& greenlet) {
    const auto place = placeOf(greenlet.id, true);
    const QString detail = place == 0 ? tr("the hub is about to run it") : placeText(place);
    add(greenlet, tr("%1 could run: it waits for its turn").arg(bold(greenlet.id)), detail);
    return moment_.running();
}

std::optional<Id> Chain::waiting(const GreenletState& greenlet) {
    const QString call = callText(greenlet).toHtmlEscaped();
    const bool onObject = greenlet.waits_on != Id::None;
    add(greenlet,
        call.isEmpty()                      ? tr("%1 waits").arg(bold(greenlet.id))
        : greenlet.reason == WaitReason::Io ? tr("%1 waits for %2").arg(bold(greenlet.id), call)
        : onObject ? tr("%1 waits in %2 on %3").arg(bold(greenlet.id), call, bold(greenlet.waits_on))
                   : tr("%1 waits in %2").arg(bold(greenlet.id), call),
        where(greenlet));
    if (const auto place = placeOf(greenlet.waits_on, false); onObject && place > 0) {
        note(greenlet.waits_on, place);
        return std::nullopt;
    }
    switch (greenlet.reason) {
        case WaitReason::Sleep:
            end(Look::Sleeps, tr("The clock has to reach %1").arg(timeText(greenlet.deadline)),
                tr("it shows %1").arg(timeText(moment_.time())));
            return std::nullopt;
        case WaitReason::QueuePut:
        case WaitReason::QueueGet: return queue(greenlet);
        case WaitReason::QueueJoin: return tasks(greenlet);
        case WaitReason::Lock:
        case WaitReason::LockWait: return lock(greenlet);
        case WaitReason::ResultGet:
        case WaitReason::ResultWait:
        case WaitReason::Event: return event(greenlet);
        case WaitReason::GroupJoin: return members(greenlet);
        case WaitReason::PoolSpawn:
        case WaitReason::PoolWait: return place(greenlet);
        case WaitReason::Join:
        case WaitReason::Get:
        case WaitReason::Kill:
            if (moment_.greenlet(greenlet.waits_on)) return greenlet.waits_on;
            return event(greenlet);
        case WaitReason::JoinAll:
        case WaitReason::Wait: return several(greenlet);
        case WaitReason::Select:
            if (!watchesNothing(greenlet.call_arguments)) {
                outside(tr("Input or output has to be ready"));
                return std::nullopt;
            }
            hopeless_ = true;
            end(Look::WaitsIo, tr("It watches nothing, so no input or output can end it"), {});
            return std::nullopt;
        case WaitReason::Io: outside(tr("Input or output has to be ready")); return std::nullopt;
        case WaitReason::Thread: outside(tr("The call in the other thread has to end")); return std::nullopt;
        case WaitReason::Process: outside(tr("The other process has to end")); return std::nullopt;
        case WaitReason::Receive: {
            // A ZeroMQ socket waits for the next one to connect instead.
            const auto* socket = moment_.object(greenlet.waits_on);
            const bool ends = !socket || socket->kind != ObjectKind::ZmqSocket;
            outside(ends ? tr("The other side has to send something, or to close")
                         : tr("The other side has to send something"));
            return std::nullopt;
        }
        case WaitReason::Send: outside(tr("The other side has to read, to make room")); return std::nullopt;
        case WaitReason::Accept: outside(tr("Somebody has to connect")); return std::nullopt;
        case WaitReason::Connect: outside(tr("The other side has to answer")); return std::nullopt;
        case WaitReason::Handshake:
            outside(tr("The other side has to do its part of the handshake"));
            return std::nullopt;
        case WaitReason::Resolve: outside(tr("A name server has to answer")); return std::nullopt;
        case WaitReason::Poll: outside(tr("Input or output has to be ready")); return std::nullopt;
        case WaitReason::Serve: outside(tr("Somebody has to connect, or to stop the server")); return std::nullopt;
        case WaitReason::LoopEnd:
            end(Look::WaitsData, tr("Nothing may be left to do"), tr("no greenlet in line, no timer, no input"));
            return std::nullopt;
        case WaitReason::Idle:
            end(Look::WaitsData, tr("Nothing else may be going on"), tr("no greenlet in line, no timer due"));
            return std::nullopt;
        case WaitReason::None:
        case WaitReason::Hub:
            end(Look::WaitsData, tr("Somebody has to wake it"), tr("it arranged for nothing itself"));
            return std::nullopt;
    }
    return std::nullopt;
}

void Chain::timer(Id id) {
    const auto* greenlet = moment_.greenlet(id);
    if (noted_ || !greenlet || greenlet->state != State::Waiting || greenlet->reason == WaitReason::Sleep ||
        greenlet->deadline == never)
        return;
    const bool only = seen_.size() == 1;
    const QString when = timeText(greenlet->deadline);
    QString text = only ? (hopeless_ ? tr("Its timer at %1 ends the wait") : tr("Or its timer at %1 ends the wait"))
                   : hopeless_ ? tr("The timer of %2 at %1 ends its wait")
                               : tr("Or the timer of %2 at %1 ends its wait");
    text = only ? text.arg(when) : text.arg(when, bold(id));
    const QString result = limitResult(greenlet->reason);
    end(Look::Sleeps, result.isEmpty() ? text : tr("%1 with %2").arg(text, result), {});
    hopeless_ = false;
}

// Said to be a deadlock only if nothing that the record knows can end it.
void Chain::closeCircle(Id id) {
    const auto first = std::ranges::find(seen_, id);
    const std::vector<Id> circle(first, seen_.end());
    const bool limited =
        std::ranges::any_of(circle, [this](Id one) { return moment_.greenlet(one)->deadline != never; });
    const bool others = choices_ && (able().functionIsDue() || !able().others(circle, 1).empty());
    const bool deadlock = !limited && !others;
    hopeless_ = true;
    const QString detail =
        limited ? tr("none of them can go on before a timer ends its wait") : tr("none of them can go on by itself");
    if (circle.size() == 1) {
        end(Look::WaitsLock,
            deadlock ? tr("Deadlock: %1 waits for itself").arg(bold(id)) : tr("%1 waits for itself").arg(bold(id)),
            limited ? tr("it cannot go on before its timer") : tr("it cannot go on by itself"));
        return;
    }
    QStringList names;
    for (std::size_t i = 0; i + 1 < circle.size(); ++i) names << bold(circle[i]);
    const QString all = tr("%1 and %2").arg(names.join(QStringLiteral(", ")), bold(circle.back()));
    end(Look::WaitsLock,
        deadlock ? tr("Deadlock: %1 wait for each other").arg(all) : tr("%1 wait for each other").arg(all), detail);
}

void Chain::outside(const QString& what) { end(Look::WaitsIo, what, tr("that comes from outside")); }

void Chain::note(Id about, std::size_t place) {
    noted_ = true;
    const auto* object = moment_.object(about);
    links_.push_back({Look::Runnable, object && holds_items(object->kind), about,
                      object ? tr("The hub has a note: see who can go on with %1").arg(bold(about))
                             : tr("The hub has a note: %1 has ended").arg(bold(about)),
                      placeText(place)});
}

void Chain::add(const GreenletState& greenlet, const QString& text, const QString& detail) {
    links_.push_back({lookOf(greenlet), false, greenlet.id, text, detail});
}

void Chain::end(Look look, const QString& text, const QString& detail) {
    links_.push_back({look, false, Id::None, text, detail});
}

QString Chain::bold(Id id) const { return QStringLiteral("<b>") + name_(id).toHtmlEscaped() + QStringLiteral("</b>"); }

QString Chain::list(const std::vector<Id>& ids, std::size_t most) const {
    QStringList names;
    for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) names << name_(ids[i]);
    const QString first = names.join(QStringLiteral(", "));
    return ids.size() > most ? tr("%1 and %2 more").arg(first).arg(ids.size() - most) : first;
}

QString Chain::where(const GreenletState& greenlet) const {
    QStringList parts;
    if (greenlet.site) parts << tr("line %1").arg(greenlet.site.line());
    if (greenlet.since > 0) parts << tr("since step %1").arg(greenlet.since);
    if (greenlet.deadline != never && greenlet.reason != WaitReason::Sleep)
        parts << tr("gives up at %1").arg(timeText(greenlet.deadline));
    return parts.join(QStringLiteral(", "));
}

std::size_t Chain::placeOf(Id target, bool switches) const {
    std::size_t place = 0;
    for (const auto& job : moment_.callbacks()) {
        if (job.cancelled) continue;
        ++place;
        const bool does = job.kind == JobKind::Start || job.kind == JobKind::Wake || job.kind == JobKind::Throw;
        if (job.target == target && does == switches) return place;
    }
    return 0;
}

QString Chain::placeText(std::size_t place) const {
    return place == 1 ? tr("first in the run queue") : tr("number %1 in the run queue").arg(place);
}

Able& Chain::able() {
    if (!able_) able_.emplace(moment_);
    return *able_;
}

std::vector<WhyLink> whyChain(const TraceStore& store, const Moment& moment, Id greenlet,
                              const std::function<QString(Id)>& name) {
    return Chain(store, moment, name).follow(greenlet);
}

}  // namespace views
