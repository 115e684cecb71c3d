#include "why/why_chain.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <optional>

#include "narration/words.h"
#include "why/wait_end.h"

namespace views {

using green::trace::EventNumber;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Moment;
using green::trace::never;
using green::trace::ObjectState;
using green::trace::Role;
using green::trace::State;
using green::trace::TraceStore;
using green::trace::WaitReason;

namespace {

// Looking further back would cost more than a frame in a record of millions.
constexpr EventNumber farthest = 20'000;
constexpr std::size_t longestChain = 12;

class Chain {
    Q_DECLARE_TR_FUNCTIONS(Why)
public:
    Chain(const TraceStore& store, const Moment& moment, const std::function<QString(Id)>& name)
        : store_(store), moment_(moment), name_(name) {}

    std::vector<WhyLink> follow(Id id) {
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

private:
    QString bold(Id id) const { return QStringLiteral("<b>") + name_(id).toHtmlEscaped() + QStringLiteral("</b>"); }

    void add(const GreenletState& greenlet, const QString& text, const QString& detail = {}) {
        links_.push_back({lookOf(greenlet), false, greenlet.id, text, detail});
    }

    QString where(const GreenletState& greenlet) const {
        QStringList parts;
        if (greenlet.site) parts << tr("line %1").arg(greenlet.site.line());
        if (greenlet.since > 0) parts << tr("since step %1").arg(greenlet.since);
        if (greenlet.deadline != never && greenlet.reason != WaitReason::Sleep)
            parts << tr("gives up at %1").arg(timeText(greenlet.deadline));
        return parts.join(QStringLiteral(", "));
    }

    // 1 for the front; 0 if no job in the queue is about it.
    std::size_t placeOf(Id target, bool switches) const {
        std::size_t place = 0;
        for (const auto& job : moment_.callbacks()) {
            if (job.cancelled) continue;
            ++place;
            const bool does = job.kind == JobKind::Start || job.kind == JobKind::Wake || job.kind == JobKind::Throw;
            if (job.target == target && does == switches) return place;
        }
        return 0;
    }

    QString placeText(std::size_t place) const {
        return place == 1 ? tr("first in the run queue") : tr("number %1 in the run queue").arg(place);
    }

    // The link for one greenlet; the one to go on with, if the chain does not end here.
    std::optional<Id> look(const GreenletState& greenlet) {
        if (greenlet.id == moment_.running()) {
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

    std::optional<Id> created(const GreenletState& greenlet) {
        constexpr std::size_t most = 1000;
        const auto timers = moment_.timers(most);
        const auto timer = std::ranges::find_if(
            timers, [&](const Job& job) { return job.target == greenlet.id && job.kind == JobKind::Start; });
        add(greenlet, tr("%1 was not started yet").arg(bold(greenlet.id)),
            timer == timers.end() ? QString() : tr("a timer starts it at %1").arg(timeText(timer->deadline)));
        return std::nullopt;
    }

    std::optional<Id> runnable(const GreenletState& greenlet) {
        const auto place = placeOf(greenlet.id, true);
        const QString detail = place == 0 ? tr("the hub is about to run it") : placeText(place);
        add(greenlet, tr("%1 could run: it waits for its turn").arg(bold(greenlet.id)), detail);
        return moment_.running();
    }

    std::optional<Id> waiting(const GreenletState& greenlet) {
        const QString call = callText(greenlet).toHtmlEscaped();
        const bool onObject = greenlet.waits_on != Id::None;
        add(greenlet,
            call.isEmpty() ? tr("%1 waits").arg(bold(greenlet.id))
            : onObject     ? tr("%1 waits in %2 on %3").arg(bold(greenlet.id), call, bold(greenlet.waits_on))
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
            case WaitReason::LoopEnd:
            case WaitReason::Idle: end(Look::WaitsData, tr("Nothing else may be left to do"), {}); return std::nullopt;
            case WaitReason::Thread:
            case WaitReason::Process: outside(); return std::nullopt;
            case WaitReason::QueueJoin: end(Look::WaitsData, tr("All tasks have to be done"), {}); return std::nullopt;
            case WaitReason::GroupJoin: end(Look::WaitsData, tr("All members have to end"), {}); return std::nullopt;
            case WaitReason::PoolSpawn:
            case WaitReason::PoolWait: end(Look::WaitsLock, tr("A member has to end"), {}); return std::nullopt;
            case WaitReason::Join:
            case WaitReason::Get:
            case WaitReason::Kill:
                if (moment_.greenlet(greenlet.waits_on)) return greenlet.waits_on;
                end(Look::WaitsData, tr("Somebody has to set it"), {});
                return std::nullopt;
            case WaitReason::JoinAll:
            case WaitReason::Wait:
                end(Look::WaitsData, tr("All of them have to end"), oneLine(greenlet.call_arguments, 60));
                return std::nullopt;
            case WaitReason::Select:
                if (!watchesNothing(greenlet.call_arguments)) {
                    outside();
                    return std::nullopt;
                }
                hopeless_ = true;
                end(Look::WaitsIo, tr("It watches nothing, so no input or output can end it"), {});
                return std::nullopt;
            case WaitReason::Io: outside(); return std::nullopt;
            case WaitReason::ResultGet:
            case WaitReason::ResultWait:
            case WaitReason::Event: end(Look::WaitsData, tr("Somebody has to set it"), {}); return std::nullopt;
            case WaitReason::LockWait:
            case WaitReason::Lock: end(Look::WaitsLock, tr("Who holds it has to release it"), {}); return std::nullopt;
            case WaitReason::None:
            case WaitReason::Hub:
                end(Look::WaitsData, tr("Somebody has to wake it"), tr("it arranged for nothing itself"));
                return std::nullopt;
        }
        return std::nullopt;
    }

    // A wait with a time limit of its own ends in any case.
    void timer(Id id) {
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

    void end(Look look, const QString& text, const QString& detail) {
        links_.push_back({look, false, Id::None, text, detail});
    }

    void outside() { end(Look::WaitsIo, tr("Input or output has to be ready"), tr("that comes from outside")); }

    // What it waits for has happened; the hub only has to come to it.
    void note(Id about, std::size_t place) {
        noted_ = true;
        const bool ended = moment_.greenlet(about) != nullptr;
        links_.push_back({Look::Runnable, !ended, about,
                          ended ? tr("The hub has a note: %1 has ended").arg(bold(about))
                                : tr("The hub has a note: see who can go on with %1").arg(bold(about)),
                          placeText(place)});
    }

    std::optional<Id> queue(const GreenletState& greenlet) {
        const auto* queue = moment_.object(greenlet.waits_on);
        if (!queue) return std::nullopt;
        const bool puts = greenlet.reason == WaitReason::QueuePut;
        links_.push_back({Look::QueueItem, true, queue->id,
                          puts ? tr("%1 is full").arg(bold(queue->id)) : tr("%1 is empty").arg(bold(queue->id)),
                          puts ? tr("it holds %1; more do not fit").arg(contents(*queue)) : QString()});
        const Kind kind = puts ? Kind::Get : Kind::Put;
        const Id helper = whoDid(kind, queue->id, greenlet.id);
        if (helper == Id::None) {
            nobody(greenlet, whoDidAndEnded(kind, queue->id));
            return std::nullopt;
        }
        const auto& other = *moment_.greenlet(helper);
        if (other.state == State::Waiting && !std::ranges::count(seen_, helper)) return helper;
        if (std::ranges::count(seen_, helper)) return helper;
        const auto place = placeOf(helper, true);
        add(other,
            puts ? tr("%1 may make room with get(), as before").arg(bold(helper))
                 : tr("%1 may bring something with put(), as before").arg(bold(helper)),
            helper == moment_.running() ? tr("it is running")
            : place > 0                 ? placeText(place)
                                        : stateText(other));
        return std::nullopt;
    }

    // Nobody who did what it needs is there; `gone` did, and has ended.
    void nobody(const GreenletState& waits, const std::vector<Id>& gone) {
        const bool puts = waits.reason == WaitReason::QueuePut;
        const bool limited = waits.deadline != never;
        if (gone.empty()) {
            end(Look::WaitsData,
                puts ? (limited ? tr("Somebody takes an item out") : tr("Somebody has to take an item out"))
                     : (limited ? tr("Somebody puts an item in") : tr("Somebody has to put an item in")),
                {});
            return;
        }
        hopeless_ = true;
        QStringList names;
        for (const Id id : gone) names << name_(id);
        const QString list = names.join(QStringLiteral(", "));
        end(Look::Finished, puts ? tr("Nobody who took an item out is left") : tr("Nobody who put an item in is left"),
            gone.size() > 1                                       ? tr("%1 have ended").arg(list)
            : moment_.greenlet(gone[0])->state == State::Finished ? tr("%1 is finished").arg(list)
                                                                  : tr("%1 has ended").arg(list));
    }

    QString contents(const ObjectState& queue) const {
        constexpr std::size_t most = 6;
        QStringList items;
        for (std::size_t i = 0; i < std::min(queue.items.size(), most); ++i) items << oneLine(queue.items[i], 16);
        const QString list = items.join(QStringLiteral(", "));
        return queue.items.size() > most ? tr("%1 and %2 more").arg(list).arg(queue.items.size() - most) : list;
    }

    // The last few who did so, newest first; the hub does it for others.
    template <class Test>
    std::vector<Id> thoseWhoDid(Kind kind, Id queue, std::size_t most, Test&& test) const {
        const EventNumber at = moment_.number();
        const EventNumber stop = at > farthest ? at - farthest : 0;
        std::vector<Id> found;
        for (EventNumber n = at; n > stop && found.size() < most; --n) {
            const auto& event = store_.event(n);
            if (event.kind != kind || event.object != queue || std::ranges::count(found, event.greenlet)) continue;
            const auto* greenlet = moment_.greenlet(event.greenlet);
            if (greenlet && greenlet->role != Role::Hub && test(*greenlet)) found.push_back(event.greenlet);
        }
        return found;
    }

    std::vector<Id> whoDidAndEnded(Kind kind, Id queue) const {
        return thoseWhoDid(kind, queue, 3, [](const GreenletState& greenlet) { return greenlet.ended; });
    }

    // Of those who did so before and still live: who can do so soonest.
    Id whoDid(Kind kind, Id queue, Id except) const {
        const auto found = thoseWhoDid(
            kind, queue, 8, [&](const GreenletState& greenlet) { return !greenlet.ended && greenlet.id != except; });
        const auto rank = [&](Id id) -> std::size_t {
            if (id == moment_.running()) return 0;
            const auto place = placeOf(id, true);
            return place > 0 ? place : SIZE_MAX;
        };
        const auto best = std::ranges::min_element(found, {}, rank);
        return best == found.end() ? Id::None : *best;
    }

    void closeCircle(Id id) {
        end(Look::WaitsLock, tr("%1 again: they wait for each other").arg(bold(id)),
            tr("none of them can go on by itself"));
    }

    const TraceStore& store_;
    const Moment& moment_;
    const std::function<QString(Id)>& name_;
    std::vector<WhyLink> links_;
    std::vector<Id> seen_;
    bool noted_ = false;     // it is only a matter of turns
    bool hopeless_ = false;  // the last link leads nowhere
};

}  // namespace

std::vector<WhyLink> whyChain(const TraceStore& store, const Moment& moment, Id greenlet,
                              const std::function<QString(Id)>& name) {
    return Chain(store, moment, name).follow(greenlet);
}

}  // namespace views
