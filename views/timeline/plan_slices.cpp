// The slices of one greenlet, while each has room of its own.
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

using green::trace::EventNumber;

namespace {

// On Time, slices thinner than that are folded into ticks.
constexpr qreal thin = 1.5;
// Steps narrower than that have no notches.
constexpr qreal least_notch = 5;

class SlicePlanner {
public:
    SlicePlanner(PlanContext& context, const Row& row)
        : context_(context), row_(row), slices_(row.greenlet->slices), axis_(context.options.axis) {}

    void plan() {
        const auto begin = static_cast<std::int64_t>(std::floor(context_.range.begin));
        std::size_t i = slices_.find(axis_, begin - 1);
        if (i == slices_.size()) i = 0;
        while (i < slices_.size() && static_cast<double>(slices_[i].start(axis_)) < context_.range.end) i = next(i);
    }

private:
    std::int64_t endOf(std::size_t i) const { return slices_.endOf(i, axis_, context_.extent); }

    // Plans slice i, or a tick of several, and returns the one after.
    std::size_t next(std::size_t i) {
        const Slice slice = slices_[i];
        // A state that has not lasted for a step yet; it is told in the header.
        if (slices_.endOf(i, Axis::Order, size()) <= slice.from) return i + 1;
        const qreal from = context_.x(static_cast<double>(slice.start(axis_)));
        const qreal to = context_.x(static_cast<double>(endOf(i)));
        if (axis_ == Axis::Time && to - from < thin) return tick(i, from);
        const qreal a = std::max({from, context_.left(), free_from_});
        const qreal b = std::min(to, context_.right());
        if (b > a && slice.look != Look::HubIdle) block(i, a, b);
        if (b > a) count_ = 0;
        return i + 1;
    }

    std::size_t tick(std::size_t i, qreal from) {
        const qreal x = std::floor(from);
        const auto beyond = static_cast<std::int64_t>(context_.plan.scale.toValue(x + thin - context_.left()));
        std::size_t end = std::max(i + 1, slices_.find(axis_, beyond, i));
        // The last one goes on for longer: it is drawn as itself.
        if (end == slices_.size() - 1 && context_.x(static_cast<double>(endOf(end))) - x < 2 * thin)
            end = slices_.size();
        const std::uint32_t turns = slices_.turns(i, end);
        const Look look = turns > 0 ? Look::Running : slices_[end - 1].look;
        if (look == Look::HubIdle || x < context_.left() - 1 || x >= context_.right()) return end;
        const qreal height = std::max(sliceHeight(row_, look), 2.0);
        PlanSlice slice{row_.id,
                        look,
                        slices_[i].from,
                        static_cast<EventNumber>(slices_.endOf(end - 1, Axis::Order, size())),
                        std::max(turns, 1u),
                        {x - 1, row_.base - row_.high, 3, row_.high}};
        const int index = context_.addSlice(slice);
        const auto& colours = context_.colours(look);
        context_.add(PlanBox{{x, row_.base - height, 1, height},
                             pattern(look) == Pattern::None ? colours.fill : colours.edge,
                             {},
                             0,
                             1,
                             Dash::Solid,
                             {},
                             index});
        free_from_ = x + 1;
        count_ = row_.kind == RowKind::Hub ? 0 : turns;
        return end;
    }

    std::int64_t size() const { return static_cast<std::int64_t>(context_.model.size()); }

    void block(std::size_t i, qreal a, qreal b) {
        const Slice slice = slices_[i];
        const auto to = slices_.endOf(i, Axis::Order, size());
        const int index = context_.addSlice({row_.id,
                                             slice.look,
                                             slice.from,
                                             static_cast<EventNumber>(to),
                                             1,
                                             {a, row_.base - row_.high, b - a, row_.high}});
        switch (slice.look) {
            case Look::Finished:
            case Look::Killed:
            case Look::Failed: planEnd(context_, row_, i, count_ > 1 ? count(a, b, row_.base - 6) - a : 0); return;
            default: break;
        }
        const qreal height = sliceHeight(row_, slice.look);
        const auto& colours = context_.colours(slice.look);
        PlanBox box{{a, row_.base - height, b - a, height}, colours.fill, colours.edge};
        box.radius = slice.look == Look::Running ? 2 : 1.5;
        box.slice = index;
        if (pattern(slice.look) != Pattern::None) box.pattern = slice.look;
        if (slice.look == Look::Created) box.dash = Dash::Dotted;
        context_.add(box);
        if (row_.kind == RowKind::Hub) return;
        if (slice.look == Look::Running && axis_ == Axis::Order) notches(i, index);
        LabelPlace place{a, b, 0, slice.look, slice.look == Look::Running ? 600 : 500, index};
        const qreal size = context_.options.measures.labelSize;
        const bool inside = level(slice.look) >= 0.5;
        place.baseLine = inside ? row_.base - height / 2 + size * 0.36 : row_.base - height - std::round(size * 0.45);
        if (count_ > 1) place.a = count(a, b, inside ? row_.base - row_.high + size : place.baseLine);
        planLabel(context_, place, labelsFor(i, b - a));
    }

    // Labels cost a look at the record; none is made for what has no room for a letter.
    QStringList labelsFor(std::size_t i, qreal width) const {
        return width < 10 ? QStringList() : sliceLabels(context_.model, *row_.greenlet, i);
    }

    // Small marks in a running block: its steps.
    void notches(std::size_t i, int index) {
        if (context_.plan.scale.pixels(1) < least_notch) return;
        const auto& ink = context_.colours(Look::Running).ink;
        const auto to = slices_.endOf(i, Axis::Order, size());
        for (std::int64_t n = slices_[i].from + 1; n < to; ++n) {
            const qreal x = context_.x(static_cast<double>(n));
            if (x > context_.left() && x < context_.right())
                context_.add(PlanLine{{x, row_.base - 5, x, row_.base - 1}, ink, 1, Dash::Solid, false, index});
        }
    }

    // How often it ran in the instant before; returns where the label may begin.
    qreal count(qreal a, qreal b, qreal baseLine) {
        const QString text = QStringLiteral("×%1").arg(number(count_));
        const qreal width = context_.text.width(text, context_.rulerStyle());
        if (b - a < width + 8) return a;
        context_.addText({a + 3, baseLine}, text, context_.rulerStyle(), context_.palette.text2, Qt::AlignLeft,
                         context_.palette.surface);
        return a + width + 3;
    }

    PlanContext& context_;
    const Row& row_;
    const SliceTrack& slices_;
    Axis axis_;
    qreal free_from_ = 0;      // behind the last tick
    std::uint32_t count_ = 0;  // turns in it
};

}  // namespace

void planSlices(PlanContext& context, const Row& row) { SlicePlanner(context, row).plan(); }

void planLabel(PlanContext& context, const LabelPlace& place, const QStringList& texts) {
    const qreal size = context.options.measures.labelSize;
    const auto& colours = context.colours(place.look);
    const TextStyle style = context.labelStyle(place.weight);
    const auto playhead = context.playheadX();
    const bool crossed = playhead && *playhead > place.a && *playhead < place.b;
    qreal a = place.a;
    qreal b = place.b;
    if (place.look == Look::Running) {
        // In the middle, or in the middle of the wider part that the playhead leaves.
        if (crossed) (*playhead - a < b - *playhead ? a : b) = *playhead;
        const QString text = context.text.fitting(texts, b - a - size / 2, style);
        context.addText({(a + b) / 2, place.baseLine}, text, style, colours.text, Qt::AlignHCenter, {}, place.slice);
        return;
    }
    const bool inside = level(place.look) >= 0.5;
    const qreal lead = 5 + size * 1.33;  // the glyph
    const QColor mark = inside ? colours.text : colours.edge;
    const auto fitting = [&](qreal from, qreal to) { return context.text.fitting(texts, to - from - lead - 4, style); };
    QString text = fitting(a, crossed ? *playhead : b);
    if (crossed && text.isEmpty() && *playhead - a < b - *playhead) {
        a = *playhead;
        text = fitting(a, b);
    }
    const qreal end = crossed && a < *playhead ? *playhead : b;
    if (end - a - 8 >= size)
        context.add(PlanGlyph{place.look, {a + 5, place.baseLine - size * 0.86, size, size}, mark, place.slice});
    context.addText({a + lead, place.baseLine}, text, style, inside ? colours.text : context.palette.text,
                    Qt::AlignLeft, inside ? QColor() : context.palette.surface, place.slice);
}

void planEnd(PlanContext& context, const Row& row, std::size_t i, qreal taken) {
    const auto& slices = row.greenlet->slices;
    const Slice slice = slices[i];
    const auto axis = context.options.axis;
    const auto start = static_cast<double>(slice.start(axis));
    const qreal a = context.clippedX(start);
    const qreal b = context.clippedX(static_cast<double>(slices.endOf(i, axis, context.extent)));
    const int index = context.plan.dense ? -1 : static_cast<int>(context.plan.slices.size()) - 1;
    const auto& colours = context.colours(slice.look);
    const qreal size = context.options.measures.labelSize;
    if (slice.look == Look::Killed) {
        PlanBox box{{a, row.base - 4, b - a, 4}, colours.fill, {}};
        box.pattern = Look::Killed;
        box.slice = index;
        context.add(box);
    } else {
        context.add(PlanLine{{a, row.base - 1, b, row.base - 1}, colours.fill, 2, Dash::Solid, false, index});
    }
    const bool cut = context.x(start) < context.left();
    const QStringList texts = sliceLabels(context.model, *row.greenlet, i);
    const auto playhead = context.playheadX();
    const qreal free = (playhead && *playhead > a ? std::min(b, *playhead) : b) - taken;
    if (slice.look == Look::Failed) {
        // As loud as it gets: it must not be overlooked.
        const qreal side = std::round(row.high * 0.7);
        if (b - a - taken < side) return;
        // Where it failed can't be seen then; that it did, can.
        if (cut) {
            context.add(PlanGlyph{Look::Failed, {a + 4, row.base - size - 5, size, size}, colours.edge, index});
            const QString text = context.text.fitting(texts, free - a - size - 12, context.labelStyle());
            context.addText({a + 8 + size, row.base - 6}, text, context.labelStyle(), context.palette.text,
                            Qt::AlignLeft, context.palette.surface, index);
            return;
        }
        for (auto& shape : planChip(Look::Failed, {a + taken + 1, row.base - side}, side, context.options.theme))
            context.add(std::move(shape));
        const QString text = context.text.fitting(texts, free - a - side - 12, context.labelStyle());
        context.addText({a + taken + side + 9, row.base - 7}, text, context.labelStyle(), context.palette.text,
                        Qt::AlignLeft, context.palette.surface, index);
        return;
    }
    if (free - a > size + 6)
        context.add(PlanGlyph{slice.look, {a + taken + 4, row.base - size - 5, size, size}, colours.edge, index});
    const QString text = context.text.fitting(texts, free - a - size - 12, context.labelStyle());
    context.addText({a + taken + 8 + size, row.base - 6}, text, context.labelStyle(400), context.palette.text2,
                    Qt::AlignLeft, context.palette.surface, index);
}

}  // namespace views
