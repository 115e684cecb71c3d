// Zoomed out: what fills most of each column, and how much of it was running.
#include <algorithm>
#include <cmath>

#include "timeline/plan_context.h"

namespace views {

void planDenseTrack(PlanContext& context, const Row& row) {
    const auto axis = context.options.axis;
    const auto& slices = row.greenlet->slices;
    const auto grid = columnGrid(context);
    PlanColumns columns;
    columns.x = grid.x;
    columns.pitch = column_pitch;
    columns.right = context.right();
    columns.base = row.y + row.height - 7;
    columns.floor = columns.base - 12;
    columns.tall = row.height - 22;
    columns.bar = context.colours(Look::Running).fill;
    columns.merged = true;
    columns.columns.resize(grid.count);
    std::size_t hint = 0;
    const auto until = [&](std::size_t column) {
        return std::clamp(grid.begin(column), std::int64_t{0}, context.extent);
    };
    Shares before = slices.before(axis, until(0), hint);
    for (std::size_t i = 0; i < grid.count; ++i) {
        const Shares after = slices.before(axis, until(i + 1), hint);
        std::size_t most = 0;
        std::int64_t whole = 0;
        Shares part{};
        for (std::size_t share = 0; share < share_count; ++share) {
            part[share] = after[share] - before[share];
            whole += part[share];
            if (part[share] > part[most]) most = share;
        }
        before = after;
        if (whole == 0) continue;
        columns.columns[i].look = lookOf(static_cast<Share>(most));
        const double running =
            static_cast<double>(part[static_cast<std::size_t>(Share::Running)]) / static_cast<double>(whole);
        // Square root: a small share can be seen, too.
        columns.columns[i].share = static_cast<float>(std::sqrt(running));
    }
    context.add(std::move(columns));
    const std::size_t last = slices.size() - 1;
    const Look end = slices[last].look;
    if ((end == Look::Finished || end == Look::Killed || end == Look::Failed) &&
        context.x(static_cast<double>(slices[last].start(axis))) < context.right())
        planEnd(context, row, last);
}

void planRunQueue(PlanContext& context, const Row& row) {
    const auto& model = context.model;
    const auto axis = context.options.axis;
    const auto grid = columnGrid(context);
    PlanColumns columns;
    columns.x = grid.x;
    columns.right = context.right();
    columns.floor = row.y + row.height - 5;
    columns.tall = row.height - 12;
    columns.bar = context.colours(Look::Runnable).ink;
    columns.columns.resize(grid.count);
    const double longest = std::max(model.longestRunQueue(), 1u);
    const auto event = [&](std::size_t column) -> green::trace::EventNumber {
        const std::int64_t at = std::max(grid.begin(column), std::int64_t{0});
        return axis == Axis::Order ? std::min(static_cast<green::trace::EventNumber>(at), model.size())
                                   : model.eventAt(at);
    };
    auto from = event(0);
    for (std::size_t i = 0; i < grid.count; ++i) {
        const auto to = event(i + 1);
        columns.columns[i].share = static_cast<float>(model.meanRunQueue(from, to) / longest);
        from = to;
    }
    context.add(std::move(columns));
    const qreal y = row.y + row.height - 4.5;
    context.add(PlanLine{{context.left(), y, context.right(), y}, context.palette.lineStrong});
}

}  // namespace views
