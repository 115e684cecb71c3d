// What a job of the hub is and will do, in a few words.
#pragma once

#include <QString>
#include <functional>

#include "palette/palette.h"
#include "pane/wait_index.h"
#include "trace/store.h"

namespace views {

struct JobText {
    QString title;  // "steve", "ended: foo"; of a timer also "steve’s get"
    QString what;   // "after sleep(0)", "tells main"; of a timer "wakes", "gives up"
    Look look = Look::Runnable;
    bool queue = false;                            // shows a queue's chip instead of the look's
    green::trace::Id id = green::trace::Id::None;  // whom it is about
};

using NameOf = std::function<QString(green::trace::Id)>;

JobText jobText(const green::trace::Job& job, const green::trace::TraceStore& store, const green::trace::Moment& moment,
                const WaitIndex& waits, const NameOf& name);
// The same for a timer: what happens when it fires.
JobText timerText(const green::trace::Job& job, const green::trace::TraceStore& store,
                  const green::trace::Moment& moment, const NameOf& name);

}  // namespace views
