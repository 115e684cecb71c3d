#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "timeline/labels.h"
#include "timeline/plan.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

namespace {

// Of a time: enough to see what lies between it and its neighbours.
constexpr int digits = 7;

QString text(const char* source) { return QCoreApplication::translate("Timeline", source); }

// The line of the call that led to the slice: of what it waits in, or of the last call that it made.
QString place(const TimelineModel& model, const GreenletTrack& track, const Slice& slice, EventNumber to) {
    const auto& store = model.store();
    EventNumber n = slice.detail;
    if (slice.look == Look::Running)
        for (n = to; n > slice.from && !(store.event(n).greenlet == track.id && store.event(n).site); --n)
            if (to - n > 1000) return {};
    if (n == 0 || n == slice.from) n = slice.detail;
    if (n == 0 || !store.event(n).site) return {};
    const auto file = store.file(n);
    const QString name = QString::fromUtf8(file.data(), static_cast<qsizetype>(file.size()));
    return text(QT_TRANSLATE_NOOP("Timeline", "%1, line %2"))
        .arg(name.section(QLatin1Char('/'), -1), QString::number(store.event(n).site.line()));
}

QString timeoutTitle(const TimelineModel& model, const ItemBar& bar) {
    const auto& armed = model.event(bar.text);
    QStringList lines{text(QT_TRANSLATE_NOOP("Timeline", "Timeout for %1: %2"))
                          .arg(model.name(armed.object), itemText(model, bar.text)),
                      text(QT_TRANSLATE_NOOP("Timeline", "Armed at step %1, due at %2"))
                          .arg(number(bar.text), clockText(armed.amount, digits))};
    if (bar.end == 0)
        lines << text(QT_TRANSLATE_NOOP("Timeline", "Still armed"));
    else
        lines << (model.event(bar.end).has(green::trace::Flag::Runs)
                      ? text(QT_TRANSLATE_NOOP("Timeline", "Fired at step %1"))
                      : text(QT_TRANSLATE_NOOP("Timeline", "Cancelled at step %1")))
                     .arg(number(bar.end));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

QString sliceTitle(const TimelineModel& model, const PlanSlice& shown) {
    const auto* track = model.greenlet(shown.track);
    if (!track) return model.name(shown.track);
    QStringList lines{model.name(shown.track)};
    const std::size_t i = track->slices.find(Axis::Order, static_cast<std::int64_t>(shown.from));
    if (i == track->slices.size()) return lines.front();
    const Slice slice = track->slices[i];
    QString what = label(shown.look);
    if (shown.count > 1) {
        what = text(QT_TRANSLATE_NOOP("Timeline", "%1, %2 times in this instant")).arg(what, number(shown.count));
    } else if (const auto labels = sliceLabels(model, *track, i); !labels.isEmpty() && labels.front() != what) {
        what += QStringLiteral(": ") + labels.front();
    }
    lines << what;

    lines << (shown.to > shown.from + 1
                  ? text(QT_TRANSLATE_NOOP("Timeline", "Steps %1 to %2")).arg(number(shown.from + 1), number(shown.to))
                  : text(QT_TRANSLATE_NOOP("Timeline", "Step %1")).arg(number(shown.from + 1)));
    const auto begin = slice.time;
    const std::size_t last =
        track->slices.find(Axis::Order, static_cast<std::int64_t>(std::max(shown.to, shown.from + 1)) - 1, i);
    const auto end = track->slices.endOf(last, Axis::Time, model.duration());
    lines << (end > begin ? text(QT_TRANSLATE_NOOP("Timeline", "From %1 to %2, for %3"))
                                .arg(clockText(begin, digits), clockText(end, digits), clockText(end - begin))
                          : text(QT_TRANSLATE_NOOP("Timeline", "At %1")).arg(clockText(begin, digits)));
    // What it waited for at most.
    if (slice.detail != 0 && model.event(slice.detail).kind == green::trace::Kind::Wait)
        if (const auto deadline = model.event(slice.detail).amount; deadline != green::trace::never && deadline > 0)
            lines << text(QT_TRANSLATE_NOOP("Timeline", "Until %1 at the latest")).arg(clockText(deadline, digits));
    if (const QString where = place(model, *track, slice, shown.to); !where.isEmpty()) lines << where;
    return lines.join(QLatin1Char('\n'));
}

QString itemTitle(const TimelineModel& model, const PlanItem& item) {
    if (item.row == timeouts_row) return timeoutTitle(model, item.bar);
    const auto actor = [&model](EventNumber n) { return model.name(model.event(n).greenlet); };
    const QString what = itemText(model, item.bar.text);
    const QString queue = model.name(item.row);
    QStringList lines;
    if (item.waits) {
        lines << text(QT_TRANSLATE_NOOP("Timeline", "Item %1 waits for room in %2")).arg(what, queue)
              << text(QT_TRANSLATE_NOOP("Timeline", "%1 wants to put it since step %2"))
                     .arg(actor(item.bar.asked), number(item.bar.asked));
        if (item.bar.end == 0) return lines.join(QLatin1Char('\n'));
        // It may leave without having put it: a timeout, a kill.
        lines << (model.event(item.bar.end).kind == green::trace::Kind::Put
                      ? text(QT_TRANSLATE_NOOP("Timeline", "Put at step %1"))
                      : text(QT_TRANSLATE_NOOP("Timeline", "Given up at step %1")))
                     .arg(number(item.bar.end));
        return lines.join(QLatin1Char('\n'));
    }
    lines << text(QT_TRANSLATE_NOOP("Timeline", "Item %1 in %2")).arg(what, queue)
          << text(QT_TRANSLATE_NOOP("Timeline", "Put by %1 at step %2"))
                 .arg(actor(item.bar.asked), number(item.bar.text));
    lines << (item.bar.end == 0 ? text(QT_TRANSLATE_NOOP("Timeline", "Still there"))
                                : text(QT_TRANSLATE_NOOP("Timeline", "Taken by %1 at step %2"))
                                      .arg(actor(item.bar.end), number(item.bar.end)));
    return lines.join(QLatin1Char('\n'));
}

QString stretchTitle(const TimelineModel& model, const TimelinePlan& plan, Id id, qreal x) {
    const auto* track = model.greenlet(id);
    if (!track) return {};
    constexpr qreal width = 4;  // a column's
    const qreal left = std::floor((x - plan.tracks.left()) / width) * width;
    const auto edge = model.extent(plan.axis);
    const auto at = [&](qreal pixel) {
        return std::clamp(static_cast<std::int64_t>(plan.scale.toValue(pixel)), std::int64_t{0}, edge);
    };
    const std::int64_t begin = at(left);
    const std::int64_t end = std::max(at(left + width), std::min(begin + 1, edge));
    std::size_t hint = 0;
    const Shares before = track->slices.before(plan.axis, begin, hint);
    const std::size_t first = hint;
    const Shares after = track->slices.before(plan.axis, end, hint);
    if (begin >= end) return {};
    QStringList lines{model.name(id)};
    if (plan.axis == Axis::Order)
        lines << text(QT_TRANSLATE_NOOP("Timeline", "Steps %1 to %2"))
                     .arg(number(static_cast<std::uint64_t>(begin) + 1), number(static_cast<std::uint64_t>(end)));
    else
        lines << text(QT_TRANSLATE_NOOP("Timeline", "From %1 to %2"))
                     .arg(clockText(begin, digits), clockText(end, digits));
    std::vector<std::pair<std::int64_t, Share>> parts;
    for (std::size_t share = 0; share < share_count; ++share)
        if (const auto part = after[share] - before[share]; part > 0 && static_cast<Share>(share) != Share::Rest)
            parts.emplace_back(part, static_cast<Share>(share));
    std::ranges::sort(parts, std::ranges::greater(), [](const auto& part) { return part.first; });
    for (const auto& [part, share] : parts) {
        const auto percent = 100.0 * static_cast<double>(part) / static_cast<double>(end - begin);
        QString line =
            text(QT_TRANSLATE_NOOP("Timeline", "%1: %2 %"))
                .arg(label(lookOf(share)), percent < 1 ? QStringLiteral("< 1") : QString::number(std::lround(percent)));
        if (const auto turns = track->slices.turns(first, hint + 1); share == Share::Running)
            line = (turns == 1 ? text(QT_TRANSLATE_NOOP("Timeline", "%1, 1 turn")).arg(line)
                               : text(QT_TRANSLATE_NOOP("Timeline", "%1, %2 turns")).arg(line, number(turns)));
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace views
