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

// Event n's cause, if that is something which `greenlet` did for another; else 0.
EventNumber causeBy(const TraceStore& store, Id greenlet, EventNumber n) {
    const auto& event = store.event(n);
    if (event.kind != Kind::Resume || event.object == greenlet) return 0;
    const auto cause = causeOf(store, n);
    return cause > 0 && store.event(cause).greenlet == greenlet ? cause : 0;
}

}  // namespace

EventNumber nextWokenBy(const TraceStore& store, Id greenlet, EventNumber n, EventNumber most) {
    const auto last = std::min<EventNumber>(store.size(), n + most);
    for (auto at = n + 1; at <= last; ++at)
        if (const auto cause = causeBy(store, greenlet, at); cause > 0 && cause >= n) return at;
    return 0;
}

std::vector<Wake> wakesOf(const TraceStore& store, Id greenlet, EventNumber from, EventNumber to, EventNumber most) {
    std::vector<Wake> wakes;
    const auto last = std::min<EventNumber>(store.size(), to + most);
    for (auto at = from + 1; at <= last; ++at)
        if (const auto cause = causeBy(store, greenlet, at); cause > 0 && cause >= from && cause <= to)
            wakes.push_back({cause, at});
    return wakes;
}

}  // namespace views
