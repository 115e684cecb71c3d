// What led to what in a run: who woke a greenlet, and whom one wakes. GUI thread only.
#pragma once

#include "trace/store.h"

namespace views {

// The event of which event n's wake-up is the consequence: who put, set, ended, yielded, or armed the timer; 0 if
// nobody in the run did, as for I/O, or there is no event n.
green::trace::EventNumber causeOf(const green::trace::TraceStore& store, green::trace::EventNumber n);

// The last time up to event n that `greenlet` was handed over to; 0 if it never was.
green::trace::EventNumber lastWakeUp(const green::trace::TraceStore& store, green::trace::Id greenlet,
                                     green::trace::EventNumber n);

// The first time after event n that another is handed over to because of what `greenlet` did at event n or later; 0 if
// that is not in the record, or not among its next `most` events.
green::trace::EventNumber nextWokenBy(const green::trace::TraceStore& store, green::trace::Id greenlet,
                                      green::trace::EventNumber n, green::trace::EventNumber most = 20'000);

}  // namespace views
