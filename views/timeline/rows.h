// Which rows a timeline has, and where. Not all tracks have one: of the greenlets of a long run most have ended before
// what is in view, or are made after it.
#pragma once

#include <QtGlobal>
#include <cstddef>
#include <optional>
#include <vector>

#include "timeline/model.h"
#include "timeline/plan.h"

namespace views {

struct Row {
    RowKind kind = RowKind::Greenlet;
    green::trace::Id id = green::trace::Id::None;
    const GreenletTrack* greenlet = nullptr;
    const QueueTrack* queue = nullptr;  // of the Timeouts, how many are armed
    bool pinned = false;                // does not scroll
    qreal y = 0;
    qreal height = 0;
    // Of a greenlet: the line on which its slices stand, and how high a running one is.
    qreal base = 0;
    qreal high = 0;
    // Of the folded ones: how many have ended, and how many are not made yet.
    std::size_t ended = 0;
    std::size_t later = 0;
};

struct TrackChoice {
    // Of the greenlets those alone that live in this part of the axis; hub and main always. None: all.
    std::optional<Interval> living = {};
    Axis axis = Axis::Order;
    // Has a row in any case.
    green::trace::Id kept = green::trace::Id::None;
};
// What the options say of a picture of that part.
TrackChoice chosenTracks(const PlanOptions& options, Interval range);

// From top to bottom. Rows above `pinnedEnd` do not scroll.
std::vector<Row> layRows(const TimelineModel& model, const TimelineMeasures& measures, const TrackChoice& choice,
                         qreal pinnedEnd, qreal scroll);

// How high a picture with all those rows is; without the minimap.
qreal timelineHeight(const TimelineModel& model, const TimelineMeasures& measures, const TrackChoice& choice = {});
// Where the rows begin that scroll, in a picture of that height without the minimap: below the hub's and, unless there
// would be too little room for others, main's.
qreal scrolledTop(const TimelineMeasures& measures, qreal height);
// From where to where the row of a greenlet or queue reaches while nothing is scrolled; none if there is none.
std::optional<Interval> timelineRow(const TimelineModel& model, const TimelineMeasures& measures, green::trace::Id id,
                                    const TrackChoice& choice = {});

// The same with its tracks as much lower as needed for all those rows to fit into `height` (without the minimap), but
// not lower than a glyph and a label can be read.
TimelineMeasures fitted(const TimelineModel& model, const TimelineMeasures& measures, qreal height,
                        const TrackChoice& choice = {});

}  // namespace views
