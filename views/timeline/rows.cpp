#include "timeline/rows.h"

#include <algorithm>
#include <cmath>

namespace views {

using green::trace::Id;
using green::trace::Role;

namespace {

// So many tracks can be seen below main's, or it scrolls with them.
constexpr int least_scrolled = 3;

qreal heightOf(const QueueTrack& queue, const TimelineMeasures& measures) {
    if (!queue.hasPlaces()) return measures.queueChart;
    const auto lines = static_cast<qreal>(queue.lines());
    // For three places as high as in the design; a little lower in pictures, as their tracks are.
    const qreal place = measures.track >= 48 ? 14.75 : 14;
    return std::max(measures.track, std::round(lines * place + (lines - 1) * 3 + (measures.track >= 48 ? 16 : 14)));
}

enum class Life { Before, Within, After };

Life lifeOf(const GreenletTrack& track, const TrackChoice& choice) {
    if (track.role != Role::Greenlet || track.id == choice.kept || track.slices.empty()) return Life::Within;
    const auto last = track.slices.last();
    // Its end itself is to be seen, so a step at the left edge counts.
    if (level(last.look) == 0 && static_cast<double>(last.start(choice.axis)) < choice.living->begin)
        return Life::Before;
    if (static_cast<double>(track.slices.start(0, choice.axis)) > choice.living->end) return Life::After;
    return Life::Within;
}

}  // namespace

TrackChoice chosenTracks(const PlanOptions& options, Interval range) {
    if (!options.fold) return {};
    return {range, options.axis, options.selection};
}

std::vector<Row> layRows(const TimelineModel& model, const TimelineMeasures& measures, const TrackChoice& choice,
                         qreal pinnedEnd, qreal scroll) {
    std::vector<Row> rows;
    rows.reserve(model.greenlets().size() + 2 + model.queues().size());
    qreal y = measures.ruler;
    const auto next = [&](Row row) {
        const bool hub = row.kind == RowKind::Hub;
        row.pinned = y < pinnedEnd;
        row.y = row.pinned ? y : y - scroll;
        const qreal pad = std::round(row.height * (hub ? 0.22 : 0.16));
        row.base = row.y + row.height - pad;
        row.high = row.height - 2 * pad;
        y += row.height;
        rows.push_back(row);
    };
    Row folded{.kind = RowKind::Folded, .height = std::round(measures.subSize * 2.2)};
    for (const auto& track : model.greenlets()) {
        const auto life = choice.living ? lifeOf(track, choice) : Life::Within;
        folded.ended += life == Life::Before;
        folded.later += life == Life::After;
        if (life != Life::Within) continue;
        const bool hub = track.role == Role::Hub;
        next({.kind = hub ? RowKind::Hub : RowKind::Greenlet,
              .id = track.id,
              .greenlet = &track,
              .height = hub ? measures.hub : measures.track});
    }
    if (folded.ended + folded.later > 0) next(folded);
    if (const auto& timeouts = model.timeouts(); !timeouts.empty()) {
        const auto lanes = static_cast<qreal>(timeouts.lanes().size());
        const qreal bars = std::max(measures.track, lanes * measures.timeout + 10);
        next({.kind = RowKind::Timeouts,
              .id = timeouts_row,
              .queue = &timeouts.armed(),
              .height = lanes > 0 ? bars : measures.queueChart});
    }
    for (const auto& queue : model.queues())
        next({.kind = RowKind::Queue, .id = queue.id(), .queue = &queue, .height = heightOf(queue, measures)});
    return rows;
}

qreal timelineHeight(const TimelineModel& model, const TimelineMeasures& measures, const TrackChoice& choice) {
    const auto rows = layRows(model, measures, choice, 0, 0);
    return rows.back().y + rows.back().height;
}

qreal scrolledTop(const TimelineMeasures& measures, qreal height) {
    const qreal hub = measures.ruler + measures.hub;
    return height - hub >= (1 + least_scrolled) * measures.track ? hub + measures.track : hub;
}

std::optional<Interval> timelineRow(const TimelineModel& model, const TimelineMeasures& measures, Id id,
                                    const TrackChoice& choice) {
    for (const auto& row : layRows(model, measures, choice, 0, 0))
        if (row.id == id) return Interval{row.y, row.y + row.height};
    return std::nullopt;
}

TimelineMeasures fitted(const TimelineModel& model, const TimelineMeasures& measures, qreal height,
                        const TrackChoice& choice) {
    if (timelineHeight(model, measures, choice) <= height) return measures;
    auto lower = measures;
    // A label above its rail, or in a block of 60 %, and the pads.
    lower.track = std::min(measures.track, std::round(measures.labelSize * 7 / 3.0));
    const auto rows = layRows(model, lower, choice, 0, 0);
    // The hub's is another matter.
    const auto tracks = static_cast<qreal>(std::ranges::count(rows, RowKind::Greenlet, &Row::kind));
    const qreal over = height - rows.back().y - rows.back().height;
    lower.track = std::clamp(std::floor(lower.track + over / tracks), lower.track, measures.track);
    return lower;
}

}  // namespace views
