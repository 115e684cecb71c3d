// The words on a timeline. Labels come as candidates, longest first: the first that fits is drawn, and
// none is ever cut off.
#pragma once

#include <QString>
#include <QStringList>

#include "timeline/model.h"
#include "timeline/plan.h"

namespace views {

// "put(10)", "joinall (4 left)": the call of the Wait event `n`, or empty.
QString callText(const TimelineModel& model, green::trace::EventNumber n, green::trace::WaitReason reason);

// For slice i of a track.
QStringList sliceLabels(const TimelineModel& model, const GreenletTrack& track, std::size_t i);

// How a greenlet stands after event n, for its header: a function of what has happened by then, whatever the
// record has later.
struct Standing {
    Look look = Look::Created;
    QStringList doing;                    // "waits: put(10)": candidates, longest first
    green::trace::EventNumber since = 0;  // the event that put it into its state
};
Standing standing(const TimelineModel& model, green::trace::Id id, green::trace::EventNumber n);
// What it runs, for a header without a moment: "worker('steve', 0.1)". Empty where its name says that.
QString program(const TimelineModel& model, green::trace::Id id);
// "3 of 3, full", after that event.
QString holding(const QueueTrack& queue, green::trace::EventNumber n);
// "at most 3", "no limit".
QString limit(const QueueTrack& queue);

// "2 armed": how many Timeouts are, after that event.
QString armed(const TimelineModel& model, green::trace::EventNumber n);

// The text of event n, which is the item that it is about, in one line; cut off where it would be long.
QString itemText(const TimelineModel& model, green::trace::EventNumber n);

// "160 ms", "1.5 s", "0 ms": in the largest unit that it fills. To four digits for the eye; where the
// difference of two times counts, ask for more.
QString clockText(green::trace::Nanoseconds time, int digits = 4);
inline constexpr int exact_digits = 15;
// 1,048,576
QString number(std::uint64_t n);

}  // namespace views
