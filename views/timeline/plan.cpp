#include "timeline/plan.h"

#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::Id;
using green::trace::Kind;

namespace {

// Below that width of a step slices are merged into columns.
constexpr double least_step = 4;
// More than that many switches are not looked through for hairlines.
constexpr EventNumber most_switches = 5000;

void planRow(PlanContext& context, const Row& row) {
    const bool dense = context.plan.dense;
    switch (row.kind) {
        case RowKind::Timeouts: planTimeouts(context, row); break;
        case RowKind::Queue: planQueue(context, row); break;
        case RowKind::Hub: dense ? planRunQueue(context, row) : planSlices(context, row); break;
        case RowKind::Greenlet: dense ? planDenseTrack(context, row) : planSlices(context, row); break;
        case RowKind::Folded: break;  // all that there is to it is its header
    }
}

// See README.md, "Level of detail".
bool isDense(const PlanContext& context) {
    const auto& model = context.model;
    if (context.options.axis == Axis::Order) return 1 / context.plan.scale.perPixel < least_step;
    const auto first = model.eventAt(static_cast<std::int64_t>(context.range.begin));
    const auto last = model.eventAt(static_cast<std::int64_t>(context.range.end));
    const qreal width = context.plan.tracks.width();
    if (static_cast<qreal>(last - first) * least_step < width) return false;
    // Many events, but are they spread out, or do they fold into a few instants?
    const auto grid = columnGrid(context);
    std::size_t busy = 0;
    EventNumber before = model.eventAt(grid.begin(0) - 1);
    for (std::size_t i = 0; i < grid.count; ++i) {
        const EventNumber after = model.eventAt(grid.begin(i + 1) - 1);
        busy += after > before;
        before = after;
    }
    return busy * 2 > grid.count;
}

}  // namespace

TimelineMeasures TimelineMeasures::picture() {
    TimelineMeasures measures;
    measures.header = 152;
    measures.ruler = 40;
    measures.hub = 30;
    measures.track = 46;
    measures.queueChart = 66;
    measures.minimap = 0;
    measures.chip = 0;
    measures.inset = 0;
    return measures;
}

void PlanContext::addText(QPointF at, const QString& string, TextStyle style, const QColor& colour,
                          Qt::AlignmentFlag align, const QColor& halo, int slice) {
    if (string.isEmpty()) return;
    add(PlanText{at, string, style, colour, halo, align, text.width(string, style), slice});
}

const Row* PlanContext::row(Id id) const {
    const auto found = std::ranges::find(rows, id, &Row::id);
    return found == rows.end() ? nullptr : &*found;
}

std::optional<qreal> PlanContext::playheadX() const {
    if (!options.playhead) return std::nullopt;
    const qreal at = x(static_cast<double>(model.place(options.axis, *options.playhead)));
    if (at < left() || at > right()) return std::nullopt;
    return at;
}

ColumnGrid columnGrid(const PlanContext& context) {
    ColumnGrid grid;
    // A column is a whole number of steps, and counted from the run's beginning, so that columns keep
    // their contents while the picture moves.
    grid.units = std::max(1.0, context.plan.scale.perPixel * column_pitch);
    grid.first = std::floor(context.range.begin / grid.units) * grid.units;
    grid.x = context.x(grid.first);
    grid.count = static_cast<std::size_t>(std::max(0.0, std::ceil((context.right() - grid.x) / column_pitch)));
    return grid;
}

std::int64_t niceStep(double least) {
    std::int64_t step = 1;
    while (true) {
        for (const std::int64_t factor : {1, 2, 5})
            if (static_cast<double>(step * factor) >= least) return step * factor;
        if (step > INT64_MAX / 100) return step;
        step *= 10;
    }
}

qreal sliceHeight(const Row& row, Look look) {
    return row.kind == RowKind::Hub ? row.high : std::round(row.high * level(look));
}

void planBackground(PlanContext& context) {
    const auto& tracks = context.plan.tracks;
    context.add(PlanBox{tracks, context.palette.surface, {}});
    for (const auto& row : context.rows) {
        const qreal y = row.y + row.height - 0.5;
        if (y < tracks.bottom()) context.add(PlanLine{{0, y, context.right(), y}, context.palette.line});
    }
    // Where the clock jumps.
    const auto& jumps = context.model.jumps();
    const auto axis = context.options.axis;
    if (axis == Axis::Order && !context.plan.dense) {
        auto jump = std::ranges::upper_bound(jumps, context.range.begin + 1);
        for (; jump != jumps.end() && *jump - 1 < context.range.end; ++jump) {
            const qreal x = context.x(*jump - 1.0) - 0.5;
            context.add(PlanLine{{x, tracks.top(), x, tracks.bottom()}, context.palette.lineStrong, 1, Dash::Dotted});
        }
    }
    if (const auto x = context.playheadX(); x && axis == Axis::Order && *context.options.playhead > 0) {
        const qreal step = context.plan.scale.pixels(1);
        const qreal begin = std::max(*x - step, context.left());
        if (step >= 2)
            context.add(PlanBox{{begin, tracks.top(), *x - begin, tracks.height()}, context.palette.band, {}});
    }
}

void planSwitches(PlanContext& context) {
    const Row* hub = context.row(Id::Hub);
    if (!hub || context.plan.dense) return;
    const auto& model = context.model;
    const auto axis = context.options.axis;
    EventNumber first = 0;
    EventNumber last = 0;
    if (axis == Axis::Order) {
        first = static_cast<EventNumber>(std::max(0.0, std::floor(context.range.begin)));
        last = std::min(model.size(), static_cast<EventNumber>(std::max(0.0, std::ceil(context.range.end))));
    } else {
        first = model.eventAt(static_cast<std::int64_t>(context.range.begin));
        last = model.eventAt(static_cast<std::int64_t>(context.range.end));
    }
    if (last - first > most_switches) return;
    const qreal bottom = context.plan.tracks.bottom();
    for (EventNumber n = first + 1; n <= last; ++n) {
        const auto& event = model.event(n);
        if (event.kind != Kind::Resume || !event.has(Flag::Switch)) continue;
        const qreal x = context.x(static_cast<double>(model.place(axis, n))) - 0.5;
        if (x <= context.left() || x >= context.right() - 1) continue;
        const Row* target = context.row(event.object);
        // A target above the visible rows has no line; to one below it leads out of the picture.
        const auto scrolled = std::ranges::find(context.rows, false, &Row::pinned);
        if (!target && (scrolled == context.rows.end() || raw(event.object) < raw(scrolled->id))) continue;
        const qreal end = target ? target->base - target->high : bottom;
        if (end > hub->base)
            context.add(PlanLine{{x, hub->base, x, std::min(end, bottom)}, context.palette.lineStrong});
    }
}

TimelinePlan planTimeline(const TimelineModel& model, Interval range, QSizeF size, const PlanOptions& wanted,
                          TextRuler& text) {
    PlanOptions options = wanted;
    if (options.playhead) options.playhead = std::min(*options.playhead, model.size());
    TimelinePlan plan;
    plan.size = size;
    plan.theme = options.theme;
    plan.patternScale = options.measures.patternScale;
    plan.axis = options.axis;
    const auto& measures = options.measures;
    const qreal width = std::max(size.width() - measures.header, 1.0);
    const qreal bottom = std::max(size.height() - measures.minimap, measures.ruler);
    plan.scale = {range.begin, std::max((range.end - range.begin) / width, 1e-9)};
    plan.ruler = {measures.header, 0, width, measures.ruler};
    plan.tracks = {measures.header, measures.ruler, width, bottom - measures.ruler};
    if (measures.minimap > 0) plan.minimap = {measures.header, bottom, width, measures.minimap};

    PlanContext context{model, options, palette(options.theme), text, plan, range, {}, model.extent(options.axis)};
    const qreal below = scrolledTop(measures, bottom);
    for (const auto& row : layRows(model, measures, chosenTracks(options, range), below, options.scroll))
        if (row.pinned || (row.y + row.height > below && row.y < bottom)) context.rows.push_back(row);
    plan.dense = isDense(context);
    for (const auto& row : context.rows)
        plan.rows.push_back({row.id, row.kind, row.y, row.height, model.name(row.id), {}});

    const QRectF scrolled(0, below, size.width(), bottom - below);
    planBackground(context);
    planSwitches(context);
    context.add(PlanClip{scrolled});
    for (const auto& row : context.rows)
        if (!row.pinned) planRow(context, row);
    context.add(PlanClip{});
    for (const auto& row : context.rows)
        if (row.pinned) planRow(context, row);
    planRuler(context);
    planFuture(context);
    const Row* selected = context.row(options.selection);
    context.add(PlanClip{(selected && selected->pinned ? QRectF(QPointF(), size) : scrolled) & plan.tracks});
    planSelection(context);
    context.add(PlanClip{});
    planPlayhead(context);
    context.add(PlanBox{{0, 0, measures.header, bottom}, context.palette.raised, {}});
    context.add(PlanClip{scrolled});
    for (const auto& row : context.rows)
        if (!row.pinned) planHeader(context, row);
    context.add(PlanClip{});
    for (const auto& row : context.rows)
        if (row.pinned) planHeader(context, row);
    planRulerHeader(context);
    if (measures.minimap > 0) planMinimap(context);
    return plan;
}

const PlanRow* TimelinePlan::rowAt(qreal y) const {
    if (y < tracks.top() || y >= tracks.bottom() || rows.empty()) return nullptr;
    // The pinned rows lie above whatever is scrolled below it.
    for (const auto& row : rows)
        if (y >= row.y && y < row.y + row.height) return &row;
    return nullptr;
}

const PlanSlice* TimelinePlan::sliceAt(QPointF at) const {
    if (!tracks.contains(at)) return nullptr;
    const PlanRow* row = rowAt(at.y());
    for (auto slice = slices.rbegin(); row && slice != slices.rend(); ++slice)
        if (slice->track == row->id && slice->rect.contains(at)) return &*slice;
    return nullptr;
}

const PlanItem* TimelinePlan::itemAt(QPointF at) const {
    if (!tracks.contains(at)) return nullptr;
    const PlanRow* row = rowAt(at.y());
    for (auto item = items.rbegin(); row && item != items.rend(); ++item)
        if (item->row == row->id && item->rect.contains(at)) return &*item;
    return nullptr;
}

QString sliceId(const PlanSlice& slice) {
    return QStringLiteral("%1/%2-%3").arg(raw(slice.track)).arg(slice.from).arg(slice.to);
}

}  // namespace views
