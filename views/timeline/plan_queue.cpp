// What a queue held: a bar for each item in its place, or how many there were.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

namespace {

class QueuePlanner {
public:
    QueuePlanner(PlanContext& context, const Row& row)
        : context_(context), row_(row), queue_(*row.queue), axis_(context.options.axis) {}

    void itemBars() {
        const std::size_t places = queue_.places().size();
        const std::size_t lines = queue_.lines();
        gap_ = 3;
        pad_ = std::round(row_.height * 0.09);
        place_ = (row_.height - 2 * pad_ - static_cast<qreal>(lines - 1) * gap_) / static_cast<qreal>(lines);
        // A few places of a queue without limit would be too high in a track.
        const qreal highest = context_.options.measures.labelSize * 2.0;
        if (place_ > highest) {
            pad_ += static_cast<qreal>(lines) * (place_ - highest) / 2;
            place_ = highest;
        }
        if (lines > places) bars(queue_.waiting(), 0, true);
        for (std::size_t slot = 0; slot < places; ++slot) bars(queue_.places()[slot], lines - 1 - slot, false);
    }

    void chart() {
        const qreal tall = row_.height - 18;
        const qreal floor = row_.y + row_.height - 6;
        const auto& ink = context_.colours(Look::QueueItem).edge;
        const double most = std::max<double>(static_cast<double>(std::max(queue_.capacity(), std::int64_t{0})),
                                             std::max(queue_.deepest(), 1u));
        const auto& depths = queue_.depths();
        const auto start = [this](const QueueTrack::Depth& depth) { return depth.start(axis_); };
        const auto begin = static_cast<std::int64_t>(std::floor(context_.range.begin));
        auto first = std::ranges::upper_bound(depths, begin, {}, start);
        if (first != depths.begin()) --first;
        const auto last = std::ranges::lower_bound(first, depths.end(),
                                                   static_cast<std::int64_t>(std::ceil(context_.range.end)), {}, start);
        if (static_cast<qreal>(last - first) * column_pitch > context_.plan.tracks.width()) {
            columns(floor, tall, most, ink);
        } else {
            for (auto depth = first; depth != last; ++depth) {
                const auto next = std::next(depth);
                const auto end = next == depths.end() ? context_.extent : next->start(axis_);
                const qreal a = context_.clippedX(static_cast<double>(depth->start(axis_)));
                const qreal b = context_.clippedX(static_cast<double>(end));
                if (depth->items == 0 || b <= a) continue;
                const qreal height = std::max(std::round(depth->items / most * tall), 1.0);
                context_.add(PlanBox{{a, floor - height, b - a, height}, shade(ink, full(depth->items)), {}});
                const QString text = number(depth->items);
                const qreal wide = context_.text.width(text, context_.rulerStyle());
                if (b - a >= wide + 6)
                    context_.addText({a + 3, floor - height - 2}, text, context_.rulerStyle(), context_.palette.text2);
            }
        }
        if (queue_.capacity() > 0) {
            const qreal y = std::round(floor - static_cast<double>(queue_.capacity()) / most * tall) - 0.5;
            context_.add(PlanLine{{context_.left(), y, context_.right(), y}, ink, 1, Dash::Dotted});
        }
        context_.add(PlanLine{{context_.left(), floor + 0.5, context_.right(), floor + 0.5}, context_.palette.line});
    }

private:
    bool full(std::uint32_t items) const { return queue_.capacity() > 0 && items >= queue_.capacity(); }
    static QColor shade(QColor ink, bool full) {
        if (!full) ink.setAlphaF(0.55F);
        return ink;
    }

    void columns(qreal floor, qreal tall, double most, const QColor& ink) {
        const auto grid = columnGrid(context_);
        PlanColumns some;
        some.x = grid.x;
        some.right = context_.right();
        some.floor = floor;
        some.tall = tall;
        some.bar = shade(ink, false);
        some.columns.resize(grid.count);
        // A full queue's columns are darker: a set of their own, which finds its places free.
        PlanColumns all = some;
        all.bar = ink;
        for (std::size_t i = 0; i < grid.count && grid.begin(i) < context_.extent; ++i) {
            const auto items = queue_.deepest(axis_, grid.begin(i), std::max(grid.begin(i + 1), grid.begin(i) + 1));
            (full(items) ? all : some).columns[i].share = static_cast<float>(items / most);
        }
        context_.add(std::move(some));
        context_.add(std::move(all));
    }

    void bars(const std::vector<ItemBar>& bars, std::size_t line, bool waits) {
        for (const auto& [bar, a, b] : barsInView(context_, bars)) {
            const QRectF rect(a, row_.y + pad_ + static_cast<qreal>(line) * (place_ + gap_), b - a, place_);
            if (b - a >= 1) {
                context_.plan.items.push_back({row_.id, *bar, waits, rect});
                item(*bar, rect, waits);
            } else {
                context_.plan.items.push_back({row_.id, *bar, waits, {std::floor(a) - 1, rect.top(), 3, place_}});
                // It came and went in an instant, and others with it.
                context_.add(PlanBox{{std::floor(a), rect.top(), 1, place_},
                                     context_.colours(waits ? Look::ItemWaits : Look::QueueItem).edge,
                                     {}});
            }
        }
    }

    void item(const ItemBar& bar, const QRectF& rect, bool waits) {
        const auto& colours = context_.colours(waits ? Look::ItemWaits : Look::QueueItem);
        PlanBox box{rect, colours.fill, colours.edge, 2};
        if (waits) box.dash = Dash::Dashed;
        context_.add(box);
        const QString name = itemText(context_.model, bar.text);
        QStringList texts{name};
        // In little room a text goes without its quotes.
        if (name.size() > 2 && name.front() == name.back() && (name.front() == u'\'' || name.front() == u'"'))
            texts << name.mid(1, name.size() - 2);
        if (waits) texts.prepend(QCoreApplication::translate("Timeline", "%1 waits for room").arg(name));
        qreal a = rect.left();
        qreal b = rect.right();
        if (const auto playhead = context_.playheadX(); playhead && *playhead > a && *playhead < b) {
            if (!context_.text.fitting(texts, *playhead - a - 8, context_.labelStyle()).isEmpty())
                b = *playhead;
            else
                a = *playhead;
        }
        const qreal size = context_.options.measures.labelSize;
        context_.addText({a + 5, rect.center().y() + size * 0.36},
                         context_.text.fitting(texts, b - a - 8, context_.labelStyle()), context_.labelStyle(),
                         colours.text);
    }

    PlanContext& context_;
    const Row& row_;
    const QueueTrack& queue_;
    Axis axis_;
    qreal gap_ = 0;
    qreal pad_ = 0;
    qreal place_ = 0;
};

}  // namespace

std::vector<BarPlace> barsInView(const PlanContext& context, const std::vector<ItemBar>& bars) {
    const auto axis = context.options.axis;
    const auto from = [&](std::uint32_t n) { return context.model.place(axis, n); };
    // On Time a bar reaches to the instant of the event that ended it.
    const auto to = [&](const ItemBar& bar) {
        if (bar.to == ItemBar::open) return context.extent;
        return axis == Axis::Order ? std::int64_t{bar.to} : from(bar.to + 1);
    };
    const auto begin = static_cast<std::int64_t>(std::floor(context.range.begin));
    std::vector<BarPlace> places;
    qreal drawn = context.left() - 1;
    auto bar = std::ranges::lower_bound(bars, begin, std::ranges::less_equal(), to);
    for (; bar != bars.end() && static_cast<double>(from(bar->from)) < context.range.end; ++bar) {
        const qreal a = context.clippedX(static_cast<double>(from(bar->from)));
        const qreal b = context.clippedX(static_cast<double>(to(*bar)));
        if (b - a < 1) {
            if (a < drawn + 1) continue;
            drawn = a;
        }
        places.push_back({&*bar, a, b});
    }
    return places;
}

void planQueue(PlanContext& context, const Row& row) {
    if (row.queue->hasPlaces() && !context.plan.dense)
        QueuePlanner(context, row).itemBars();
    else
        planChart(context, row);
}

void planChart(PlanContext& context, const Row& row) { QueuePlanner(context, row).chart(); }

}  // namespace views
