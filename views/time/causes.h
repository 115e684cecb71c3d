// What led to what in a run: who woke a greenlet, and whom one wakes. GUI thread only.
#pragma once

#include <vector>

#include "trace/store.h"

namespace views {

// The event of which event n's wake-up is the consequence: who put, set, ended, yielded, or armed the timer; 0 if
// nobody in the run did, as for I/O, or there is no event n.
green::trace::EventNumber causeOf(const green::trace::TraceStore& store, green::trace::EventNumber n);

// The last time up to event n that `greenlet` was handed over to; 0 if it never was.
green::trace::EventNumber lastWakeUp(const green::trace::TraceStore& store, green::trace::Id greenlet,
                                     green::trace::EventNumber n);

// The first time after event n that another is handed over to because of what `greenlet` did at event n or later; 0 if
// that is not in the record, or not among its next `most` events. A million take a fraction of a second.
green::trace::EventNumber nextWokenBy(const green::trace::TraceStore& store, green::trace::Id greenlet,
                                      green::trace::EventNumber n, green::trace::EventNumber most);

// Others who were handed over to because of what `greenlet` did at the events from..to, in their order; as far as that
// is in the record and among the first `most` events after `to`.
struct Wake {
    green::trace::EventNumber cause = 0;
    green::trace::EventNumber resume = 0;
    bool operator==(const Wake&) const = default;
};
std::vector<Wake> wakesOf(const green::trace::TraceStore& store, green::trace::Id greenlet,
                          green::trace::EventNumber from, green::trace::EventNumber to, green::trace::EventNumber most);

}  // namespace views
