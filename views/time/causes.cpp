#include "time/causes.h"

#include <algorithm>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::Kind;
using green::trace::TraceStore;

EventNumber causeOf(const TraceStore& store, EventNumber n) {
    if (n == 0 || n > store.size()) return 0;
    // What the hub does it does for a job, and that job somebody asked for. Jobs of jobs are few.
    constexpr int deepest = 8;
    EventNumber cause = n;
    for (int depth = 0; depth < deepest && cause != 0 && store.event(cause).greenlet == Id::Hub; ++depth)
        cause = store.moment(cause).current_job().asked_by;
    return cause;
}

EventNumber lastWakeUp(const TraceStore& store, Id greenlet, EventNumber n) {
    for (n = std::min<EventNumber>(n, store.size()); n > 0; --n)
        if (const auto& event = store.event(n); event.kind == Kind::Resume && event.object == greenlet) return n;
    return 0;
}

namespace {

// Looks for what `greenlet` caused, from event to event: the state is folded on, not made anew for each.
class Effects {
public:
    Effects(const TraceStore& store, Id greenlet) : store_(store), greenlet_(greenlet) {}

    // Event n's cause, if that is something which the greenlet did for another; else 0. Each n is larger than the last.
    EventNumber causeOf(EventNumber n) {
        const auto& event = store_.event(n);
        if (event.kind != Kind::Resume || event.object == greenlet_) return 0;
        auto cause = n;
        if (event.greenlet == Id::Hub) {
            store_.seek(moment_, n);
            cause = views::causeOf(store_, moment_.current_job().asked_by);
        }
        return cause > 0 && store_.event(cause).greenlet == greenlet_ ? cause : 0;
    }

private:
    const TraceStore& store_;
    Id greenlet_;
    green::trace::Moment moment_;
};

}  // namespace

EventNumber nextWokenBy(const TraceStore& store, Id greenlet, EventNumber n, EventNumber most) {
    Effects effects(store, greenlet);
    const auto last = std::min<EventNumber>(store.size(), n + most);
    for (auto at = n + 1; at <= last; ++at)
        if (const auto cause = effects.causeOf(at); cause > 0 && cause >= n) return at;
    return 0;
}

std::vector<Wake> wakesOf(const TraceStore& store, Id greenlet, EventNumber from, EventNumber to, EventNumber most) {
    Effects effects(store, greenlet);
    std::vector<Wake> wakes;
    const auto last = std::min<EventNumber>(store.size(), to + most);
    for (auto at = from + 1; at <= last; ++at)
        if (const auto cause = effects.causeOf(at); cause > 0 && cause >= from && cause <= to)
            wakes.push_back({cause, at});
    return wakes;
}

}  // namespace views
