// What the parts of the planning share. Not for anybody outside this folder.
#pragma once

#include <QRectF>
#include <algorithm>
#include <utility>
#include <vector>

#include "timeline/plan.h"
#include "timeline/rows.h"

namespace views {

struct PlanContext {
    const TimelineModel& model;
    const PlanOptions& options;
    const Palette& palette;
    TextRuler& text;
    TimelinePlan& plan;
    Interval range;
    std::vector<Row> rows;    // the visible ones; the pinned ones first, and of these the hub
    std::int64_t extent = 0;  // of the run

    qreal left() const { return plan.tracks.left(); }
    qreal right() const { return plan.tracks.right(); }
    qreal x(double value) const { return left() + plan.scale.toPixel(value); }
    qreal clippedX(double value) const { return std::clamp(x(value), left(), right()); }
    const LookColours& colours(Look look) const { return views::colours(look, options.theme); }
    TextStyle labelStyle(int weight = 500) const { return {options.measures.labelSize, weight}; }
    TextStyle rulerStyle(int weight = 400) const { return {options.measures.rulerSize, weight}; }

    template <class Shape>
    void add(Shape&& shape) {
        plan.shapes.emplace_back(std::forward<Shape>(shape));
    }
    void addText(QPointF at, const QString& text, TextStyle style, const QColor& colour,
                 Qt::AlignmentFlag align = Qt::AlignLeft, const QColor& halo = {}, int slice = -1);
    int addSlice(PlanSlice slice) {
        plan.slices.push_back(slice);
        return static_cast<int>(plan.slices.size()) - 1;
    }
    const Row* row(green::trace::Id id) const;
    // The playhead's place in pixels, if it is drawn.
    std::optional<qreal> playheadX() const;
};

// Each draws one part; `row` is a visible one.
void planBackground(PlanContext& context);
void planSwitches(PlanContext& context);
void planSlices(PlanContext& context, const Row& row);
void planDenseTrack(PlanContext& context, const Row& row);
void planRunQueue(PlanContext& context, const Row& row);
// The line after a greenlet's end; what is said of it leaves `taken` pixels free.
void planEnd(PlanContext& context, const Row& row, std::size_t i, qreal taken = 0);
void planQueue(PlanContext& context, const Row& row);
// How many of something there were, over the run.
void planChart(PlanContext& context, const Row& row);
void planTimeouts(PlanContext& context, const Row& row);
void planRuler(PlanContext& context);
void planFuture(PlanContext& context);
void planSelection(PlanContext& context);
void planPlayhead(PlanContext& context);
void planHeader(PlanContext& context, const Row& row);
void planRulerHeader(PlanContext& context);
void planMinimap(PlanContext& context);

// From where to where a bar is drawn, in pixels, as far as it lies in the picture.
struct BarPlace {
    const ItemBar* bar = nullptr;
    qreal begin = 0;
    qreal end = 0;
};
// Those of a lane that are in view, in their order; of those that came and went within a pixel, which may be a million
// in an instant, the first.
std::vector<BarPlace> barsInView(const PlanContext& context, const std::vector<ItemBar>& bars);

// The columns of a dense row: which stretch of the axis each covers.
struct ColumnGrid {
    qreal x = 0;  // of the first; its left part may be cut off
    double first = 0;
    double units = 1;  // a column
    std::size_t count = 0;
    std::int64_t begin(std::size_t column) const {
        return static_cast<std::int64_t>(first + units * static_cast<double>(column));
    }
};
inline constexpr qreal column_pitch = 4;
ColumnGrid columnGrid(const PlanContext& context);

// 1, 2 or 5 times a power of ten, the smallest that is at least `least`.
std::int64_t niceStep(double least);

// The shapes of a slice's label in the free stretch from a to b; see the labels' rules in README.md.
struct LabelPlace {
    qreal a = 0;
    qreal b = 0;
    qreal baseLine = 0;
    Look look = Look::Running;
    int weight = 500;
    int slice = -1;
};
void planLabel(PlanContext& context, const LabelPlace& place, const QStringList& texts);

// The number of the slice's box above the base line.
qreal sliceHeight(const Row& row, Look look);

}  // namespace views
