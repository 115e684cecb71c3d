// How a greenlet that does not run comes to go on, in a record that knows.
#pragma once

#include <QString>
#include <functional>

#include "trace/store.h"

namespace views {

// The event after `moment` at which the greenlet runs again in this record; 0 if that is not known or far away.
green::trace::EventNumber runsAgainAt(const green::trace::TraceStore& store, const green::trace::Moment& moment,
                                      green::trace::Id greenlet);

// What makes `greenlet` run again at event `n`, which resumes it: "its timer ends get() with Empty", "foo has
// ended". `greenlet` is its state before that. Plain text; empty if the record does not tell.
QString howItGoesOn(const green::trace::TraceStore& store, green::trace::EventNumber n,
                    const green::trace::GreenletState& greenlet, const std::function<QString(green::trace::Id)>& name);

// What a time limit of the call's own makes of a wait: "Empty", "Full", "empty lists"; empty where the call just
// returns.
QString limitResult(green::trace::WaitReason reason);

}  // namespace views
