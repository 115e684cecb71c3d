// Sizes and places in a run, as options have them.
#pragma once

#include <QSize>
#include <cstdint>
#include <string>

#include "time/axis.h"
#include "trace/store.h"

namespace app {

// "800x600", both sides 16 to 20,000. Throws Problem(exitUsage).
QSize parseSize(const std::string& text);

// "#12" (an event) or a time: "1.5s", "200ms", "10us", "7ns".
struct Place {
    bool isTime = false;
    std::int64_t value = 0;  // the event's number, or ns
    std::string text;        // as it was typed
};
// Throws Problem(exitUsage).
Place parsePlace(const std::string& option, const std::string& text);

// Where on `axis` the picture begins, so that event `place` (or the first one at that time) is the first in
// it; and where it ends, so that it is the last. Throws Problem(exitUsage) for places outside the run.
std::int64_t beginAt(const Place& place, views::Axis axis, const green::trace::TraceStore& store);
std::int64_t endAt(const Place& place, views::Axis axis, const green::trace::TraceStore& store);

}  // namespace app
