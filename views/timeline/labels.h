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

// What a greenlet does in slice i, for its header: "waits: put(10)". Candidates, longest first.
QStringList doing(const TimelineModel& model, const GreenletTrack& track, std::size_t i);
// What it runs, for a header without a moment: "worker(steve, 0.1)".
QString program(const TimelineModel& model, green::trace::Id id);
// "3 of 3, full", after that event.
QString holding(const QueueTrack& queue, green::trace::EventNumber n);
// "at most 3", "no limit".
QString limit(const QueueTrack& queue);

// "160 ms", "1.5 s", "0 ms": in the largest unit that it fills, to seven digits.
QString clockText(green::trace::Nanoseconds time);
// 1,048,576
QString number(std::uint64_t n);

}  // namespace views
