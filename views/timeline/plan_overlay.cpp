// What lies on top of the tracks: the future's veil, the selection and the playhead.
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

using green::trace::EventNumber;

namespace {

// From the middle of the cause's cell to the end of the wait, with a head.
void planArrow(PlanContext& context, QPointF from, QPointF to) {
    QPainterPath curve(from);
    curve.cubicTo({from.x(), from.y() - 18}, {to.x() - 40, to.y() + 20}, to);
    context.add(PlanPath{curve, {}, context.palette.accent, 1.5});
    QPainterPath dot;
    dot.addEllipse(from, 3.5, 3.5);
    context.add(PlanPath{dot, context.palette.accent, context.palette.surface, 1});
    // The curve comes in from (-40, 20).
    const QPointF along = QPointF(40, -20) / std::hypot(40, 20);
    const QPointF across(-along.y(), along.x());
    QPainterPath head(to + along);
    head.lineTo(to - along * 7 + across * 4);
    head.lineTo(to - along * 7 - across * 4);
    head.closeSubpath();
    context.add(PlanPath{head, context.palette.accent, {}, 0});
}

// From what woke it to where `woken` goes on, which is its slice there.
void planWake(PlanContext& context, EventNumber cause, const Row& woken, const Slice& goesOn) {
    const Row* actor = context.row(context.model.event(cause).greenlet);
    if (!actor || actor->id == woken.id) return;
    const auto axis = context.options.axis;
    const double at = static_cast<double>(context.model.place(axis, cause)) - (axis == Axis::Order ? 0.5 : 0);
    const QPointF from(context.x(at), actor->base - actor->high);
    const QPointF to(context.x(static_cast<double>(goesOn.start(axis))) - 1, woken.base + 2);
    planArrow(context, from, to);
}

// While it waits, what ends that; while it runs, whom that wakes.
void planCauses(PlanContext& context, const Row& row, const SliceTrack& slices, std::size_t i) {
    const auto& model = context.model;
    const bool isLast = i + 1 >= slices.size();
    if (level(slices[i].look) < 0.5) {
        // What has not happened yet has no cause.
        const EventNumber cause = isLast ? 0 : model.causeOf(slices[i + 1].from);
        if (cause > 0) planWake(context, cause, row, slices[i + 1]);
        return;
    }
    // As long as it runs, nobody else does.
    if (isLast) return;
    for (const auto& wake : model.wakesOf(row.id, slices[i].from, slices[i + 1].from)) {
        const Row* woken = context.row(model.event(wake.resume).object);
        if (!woken || !woken->greenlet) continue;
        const auto& theirs = woken->greenlet->slices;
        const auto place = theirs.find(Axis::Order, static_cast<std::int64_t>(wake.resume));
        if (place < theirs.size()) planWake(context, wake.cause, *woken, theirs[place]);
    }
}

}  // namespace

void planFuture(PlanContext& context) {
    if (!context.options.playhead) return;
    const double at = static_cast<double>(context.model.place(context.options.axis, *context.options.playhead));
    const qreal x = context.clippedX(at);
    const auto& tracks = context.plan.tracks;
    if (x < tracks.right())
        context.add(PlanBox{{x, tracks.top(), tracks.right() - x, tracks.height()}, context.palette.future, {}});
}

void planSelection(PlanContext& context) {
    const auto& options = context.options;
    const Row* row = context.row(options.selection);
    if (!row || !row->greenlet || !options.playhead || context.plan.dense || row->kind == RowKind::Hub) return;
    const auto& slices = row->greenlet->slices;
    const auto axis = options.axis;
    // What it does after the playhead's event: the slice to its right.
    const std::size_t i = slices.find(Axis::Order, static_cast<std::int64_t>(*options.playhead));
    if (i == slices.size()) return;
    const Slice slice = slices[i];
    const qreal a = context.clippedX(static_cast<double>(slice.start(axis)));
    const qreal b = context.clippedX(static_cast<double>(slices.endOf(i, axis, context.extent)));
    const qreal height = sliceHeight(*row, slice.look);
    // After its end there is nothing left that could wake it.
    if (b - a >= 2 && level(slice.look) > 0) {
        const auto& colours = context.colours(slice.look);
        const QRectF rect(a, row->base - height, b - a, height);
        PlanBox box{rect, colours.fill, colours.edge, 1.5};
        if (pattern(slice.look) != Pattern::None) box.pattern = slice.look;
        context.add(box);
        context.add(PlanBox{rect.adjusted(-1, -1, 1, 1), {}, context.palette.accent, 2.5, 2});
        const qreal size = options.measures.labelSize;
        const bool inside = level(slice.look) >= 0.5;
        LabelPlace place{a, b, 0, slice.look, 600, -1};
        place.baseLine = inside ? row->base - height / 2 + size * 0.36 : row->base - height - std::round(size * 0.45);
        planLabel(context, place, sliceLabels(context.model, *row->greenlet, i));
    }
    planCauses(context, *row, slices, i);
}

void planPlayhead(PlanContext& context) {
    const auto x = context.playheadX();
    if (!x) return;
    const auto& palette = context.palette;
    const auto& measures = context.options.measures;
    const qreal bottom = context.plan.tracks.bottom();
    const qreal split = std::round(measures.ruler * 0.45);
    const qreal top = split + 1;
    const qreal width = std::max(2.0, std::round(measures.rulerSize / 6.0));
    QColor halo = palette.surface;
    halo.setAlphaF(0.8F);
    context.add(PlanLine{{*x, top, *x, bottom}, halo, 2 * width});
    context.add(PlanLine{{*x, top, *x, bottom}, palette.text, width});
    const QString text = number(*context.options.playhead);
    const qreal wide = context.text.width(text, context.rulerStyle(600)) + 12;
    // On the left like the column that it ends; at the very beginning there is no room for that.
    const qreal left = *x - wide + 1 < context.left() ? *x - 1 : *x - wide + 1;
    const qreal high = measures.ruler - split - 2;
    context.add(PlanBox{{left, top, wide, high}, palette.text, {}, 3});
    context.addText({left + wide / 2, top + high / 2 + measures.rulerSize * 0.36}, text, context.rulerStyle(600),
                    palette.surface, Qt::AlignHCenter);
}

}  // namespace views
