// Why a greenlet does not run: what it waits for, and what would let that happen, link by link, up to
// somebody who can run, a timer, the outside world, or a circle.
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "palette/palette.h"
#include "trace/store.h"

namespace views {

struct WhyLink {
    Look look = Look::Runnable;
    bool queue = false;  // shows a queue's chip instead of the look's
    green::trace::Id id = green::trace::Id::None;
    QString text;    // rich: names in bold
    QString detail;  // plain
};

// `name` gives the name to show.
std::vector<WhyLink> whyChain(const green::trace::TraceStore& store, const green::trace::Moment& moment,
                              green::trace::Id greenlet, const std::function<QString(green::trace::Id)>& name);

}  // namespace views
