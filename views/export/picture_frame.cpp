#include "export/picture_frame.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <array>
#include <cmath>

#include "timeline/labels.h"

namespace views {

using green::trace::ClockKind;
using green::trace::EventNumber;
using green::trace::Flag;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::Picture)
};

constexpr TextStyle titleStyle{26, 600};
constexpr TextStyle summaryStyle{13, 400};
constexpr TextStyle legendStyle{12, 400};

[[noreturn]] void fail(const QString& text) { throw ExportError(text.toStdString()); }

// Its clock stands still but for jumps; the real one runs all along.
bool isVirtual(const TimelineModel& model) { return model.store().recipe().clock == ClockKind::Virtual; }

QString steps(EventNumber count) { return count == 1 ? Text::tr("1 step") : Text::tr("%1 steps").arg(number(count)); }

QString switches(EventNumber count) {
    return count == 1 ? Text::tr("1 switch") : Text::tr("%1 switches").arg(number(count));
}

EventNumber switchesIn(const TimelineModel& model, const PictureRange& range) {
    if (range.whole) return model.store().last().switches();
    EventNumber count = 0;
    for (auto n = range.first + 1; n <= range.last; ++n) count += model.store().event(n).has(Flag::Switch);
    return count;
}

QString times(const TimelineModel& model, const PictureRange& range) {
    const auto begin = model.timeOf(range.first + 1);
    const auto end = model.timeOf(range.last);
    return begin == end ? Text::tr("at %1").arg(clockText(begin))
                        : Text::tr("from %1 to %2").arg(clockText(begin), clockText(end));
}

QString programName(const green::trace::Recipe& recipe) {
    const auto& name = recipe.sources.empty() ? recipe.id : recipe.sources.front().name;
    return QFileInfo(QString::fromStdString(name)).fileName();
}

void translate(PlanShape& shape, QPointF by) {
    struct Mover {
        QPointF by;
        void operator()(PlanBox& box) const { box.rect.translate(by); }
        void operator()(PlanLine& line) const { line.line.translate(by); }
        void operator()(PlanText& text) const { text.at += by; }
        void operator()(PlanGlyph& glyph) const { glyph.box.translate(by); }
        void operator()(PlanPath& path) const { path.path.translate(by); }
        void operator()(PlanColumns& columns) const {
            columns.x += by.x(), columns.right += by.x();
            columns.floor += by.y(), columns.base += by.y();
        }
        void operator()(PlanClip& clip) const {
            if (!clip.rect.isNull()) clip.rect.translate(by);
        }
    };
    std::visit(Mover{by}, shape);
}

std::vector<PlanShape> itemSample(Look look, const QString& item, Theme theme) {
    const auto& ink = colours(look, theme);
    PlanBox box{{0, 3, legendSample.width(), 14}, ink.fill, ink.edge, 2};
    if (look == Look::ItemWaits) box.dash = Dash::Dashed;
    return {box, PlanText{{5, 14.5}, item, {12, 500}, ink.text, {}, Qt::AlignLeft, 0, -1}};
}

// Which looks the greenlets, the hub and the queues have in the range.
struct Seen {
    std::array<bool, look_count> greenlets{};
    bool hubSleeps = false;
    bool items = false;
    bool waitingItems = false;
};

Seen looksIn(const TimelineModel& model, const PictureRange& range, Axis axis) {
    Seen seen;
    const auto end = static_cast<std::int64_t>(model.size());
    for (const auto& track : model.greenlets())
        for (std::size_t i = 0; i < track.slices.size(); ++i) {
            const auto& slice = track.slices[i];
            if (slice.from >= range.last ||
                track.slices.endOf(i, Axis::Order, end) <= static_cast<std::int64_t>(range.first))
                continue;
            // What takes no time is not seen on Time, but for a stroke where something ran.
            const bool isInstant = axis == Axis::Time && track.slices.endOf(i, axis, model.duration()) == slice.time;
            if (isInstant && slice.look != Look::Running) continue;
            if (track.role == green::trace::Role::Hub && slice.look == Look::Sleeps)
                seen.hubSleeps = true;
            else
                seen.greenlets[static_cast<std::size_t>(slice.look)] = true;
        }
    const auto overlaps = [&](const ItemBar& bar) {
        if (bar.from >= range.last || bar.to <= range.first) return false;
        const auto end = std::min<EventNumber>(bar.to == ItemBar::open ? model.size() : bar.to + 1, model.size());
        return axis == Axis::Order || model.timeOf(end) > model.timeOf(bar.from);
    };
    for (const auto& queue : model.queues()) {
        seen.waitingItems |= std::ranges::any_of(queue.waiting(), overlaps);
        for (const auto& place : queue.places()) seen.items |= std::ranges::any_of(place, overlaps);
    }
    return seen;
}

// An oscilloscope's trace on a green ground.
std::vector<PlanShape> mark(QPointF corner, Theme theme) {
    QPainterPath trace(QPointF(2, 11));
    for (const auto& point : {QPointF(5, 11), QPointF(5, 4), QPointF(8, 4), QPointF(8, 11), QPointF(10, 11),
                              QPointF(10, 7), QPointF(14, 7)})
        trace.lineTo(point);
    trace.translate(corner);
    const auto& ink = colours(Look::Running, theme);
    return {PlanBox{{corner, QSizeF(16, 16)}, ink.fill, {}, 3}, PlanPath{trace, {}, ink.text, 1.5}};
}

}  // namespace

PictureRange pictureRange(const TimelineModel& model, const ExportOptions& options) {
    PictureRange range;
    range.whole = !options.from && !options.to;
    range.last = model.size();
    if (options.axis == Axis::Order) {
        const auto size = static_cast<std::int64_t>(model.size());
        const auto from = options.from.value_or(0);
        const auto to = options.to.value_or(size);
        if (!range.whole && (from < 0 || to > size || from >= to))
            fail(Text::tr("no steps between %1 and %2: expected places from 0 to %3, the first before the last")
                     .arg(from)
                     .arg(to)
                     .arg(size));
        range.units = {static_cast<double>(from), static_cast<double>(std::max(to, from + 1))};
        range.first = static_cast<EventNumber>(from);
        range.last = static_cast<EventNumber>(to);
        return range;
    }
    const auto end = model.duration();
    const auto from = options.from.value_or(0);
    const auto to = options.to.value_or(end);
    if (!range.whole && (from < 0 || to > end || from >= to))
        fail(Text::tr("no time from %1 to %2: expected times from 0 ms to %3, the first before the last")
                 .arg(clockText(from, exact_digits), clockText(to, exact_digits), clockText(end, exact_digits)));
    // A run in which the clock stood still is one instant; a little room beside it shows it as a tick.
    constexpr double least = 1'000'000;
    range.units = {static_cast<double>(from), end == 0 ? least : static_cast<double>(to)};
    // What happened in the very last instant is a stroke, too.
    if (to == end) range.units.end += (range.units.end - range.units.begin) * 0.01;
    range.first = from == 0 ? 0 : model.eventAt(from - 1);
    range.last = model.eventAt(to);
    return range;
}

QString pictureSummary(const TimelineModel& model, const PictureRange& range, Axis axis) {
    const auto clock = isVirtual(model) ? Text::tr("on the virtual clock") : Text::tr("on the real clock");
    QStringList sentences;
    if (const auto program = programName(model.store().recipe()); !program.isEmpty()) sentences << program + u'.';
    if (model.size() == 0)
        sentences << Text::tr("Nothing has happened yet.");
    else if (range.whole)
        sentences << Text::tr("%1, %2, %3 %4.")
                         .arg(steps(model.size()), switches(switchesIn(model, range)), clockText(model.duration()),
                              clock);
    else
        sentences << Text::tr("Steps %1 to %2 of %3, %4, %5 %6.")
                         .arg(number(range.first + 1), number(range.last), number(model.size()),
                              switches(switchesIn(model, range)), times(model, range), clock);
    if (axis == Axis::Time)
        sentences << Text::tr("Equal times are equally wide; what happens in one instant is one stroke.");
    else if (isVirtual(model))
        sentences << Text::tr("Each step is equally wide; the clock stands still while code runs.");
    else
        sentences << Text::tr("Each step is equally wide, however long it took.");
    return sentences.join(u' ');
}

std::vector<LegendEntry> legendEntries(const TimelineModel& model, const PictureRange& range, Axis axis, bool dense,
                                       Theme theme) {
    const auto seen = looksIn(model, range, axis);
    const QRectF box(QPointF(0, 0), legendSample);
    std::vector<LegendEntry> entries;
    for (const Look look : {Look::Created, Look::Running, Look::Runnable, Look::Sleeps, Look::WaitsData,
                            Look::WaitsLock, Look::WaitsIo, Look::Finished, Look::Killed, Look::Failed}) {
        if (seen.greenlets[static_cast<std::size_t>(look)])
            entries.push_back({planSample(look, box, theme), label(look)});
        else if (look == Look::Sleeps && seen.hubSleeps && !dense)
            entries.push_back({planSample(look, box, theme),
                               isVirtual(model) ? Text::tr("hub sleeps, clock jumps") : Text::tr("hub sleeps")});
    }
    if (dense) return entries;
    if (seen.items) entries.push_back({itemSample(Look::QueueItem, Text::tr("7"), theme), label(Look::QueueItem)});
    if (seen.waitingItems)
        entries.push_back({itemSample(Look::ItemWaits, Text::tr("10"), theme), label(Look::ItemWaits)});
    if (switchesIn(model, range) > 0) {
        const qreal middle = legendSample.width() / 2;
        entries.push_back({{PlanLine{{middle, 0, middle, legendSample.height()}, palette(theme).lineStrong}},
                           Text::tr("hub hands over")});
    }
    return entries;
}

QStringList wrapped(const QString& text, qreal width, TextStyle style, TextRuler& ruler) {
    QStringList lines;
    QString line;
    for (const auto& word : text.split(u' ', Qt::SkipEmptyParts)) {
        const auto longer = line.isEmpty() ? word : line + u' ' + word;
        if (!line.isEmpty() && ruler.width(longer, style) > width) {
            lines << line;
            line = word;
        } else {
            line = longer;
        }
    }
    if (!line.isEmpty()) lines << line;
    return lines;
}

PictureHead planHead(const QString& title, const QStringList& lines, qreal width, Theme theme, TextRuler& ruler) {
    constexpr qreal titleLine = 32;
    constexpr qreal summaryLine = 19;
    const auto& ink = palette(theme);
    PictureHead head;
    const auto brand = Text::tr("Greenscope");
    const qreal brandWidth = ruler.width(brand, legendStyle);
    for (auto& shape : mark({width - brandWidth - 24, 4}, theme)) head.shapes.push_back(std::move(shape));
    head.shapes.push_back(PlanText{{width, 16}, brand, legendStyle, ink.text2, {}, Qt::AlignRight, brandWidth, -1});

    const auto add = [&](const QString& text, TextStyle style, qreal room, qreal height, qreal baseLine,
                         const QColor& colour) {
        for (const auto& line : wrapped(text, room, style, ruler)) {
            head.shapes.push_back(PlanText{
                {0, head.height + baseLine}, line, style, colour, {}, Qt::AlignLeft, ruler.width(line, style), -1});
            head.height += height;
        }
    };
    add(title, titleStyle, width - brandWidth - 60, titleLine, 25, ink.text);
    for (const auto& line : lines) add(line, summaryStyle, width, summaryLine, 14, ink.text2);
    return head;
}

PictureHead planLegend(const std::vector<LegendEntry>& entries, qreal width, Theme theme, TextRuler& ruler) {
    constexpr qreal between = 8;
    constexpr qreal leastGap = 24;
    constexpr qreal mostGap = 72;
    constexpr qreal rowHeight = 30;
    PictureHead legend;
    if (entries.empty()) return legend;
    legend.shapes.push_back(PlanLine{{0, 0.5, width, 0.5}, palette(theme).lineStrong});
    legend.height = 17;
    const auto widthOf = [&](const LegendEntry& entry) {
        return legendSample.width() + between + ruler.width(entry.text, legendStyle);
    };
    for (std::size_t first = 0; first < entries.size();) {
        qreal taken = widthOf(entries[first]);
        std::size_t end = first + 1;
        while (end < entries.size() && taken + leastGap + widthOf(entries[end]) <= width)
            taken += leastGap + widthOf(entries[end++]);
        const auto gaps = static_cast<qreal>(end - first - 1);
        const bool alone = first == 0 && end == entries.size();
        const qreal gap = !alone || gaps == 0 ? leastGap : std::min(mostGap, leastGap + (width - taken) / gaps);
        qreal x = 0;
        for (; first < end; ++first) {
            for (auto shape : entries[first].sample) {
                translate(shape, {std::round(x), legend.height});
                legend.shapes.push_back(std::move(shape));
            }
            const qreal textX = std::round(x) + legendSample.width() + between;
            legend.shapes.push_back(PlanText{{textX, legend.height + 14},
                                             entries[first].text,
                                             legendStyle,
                                             palette(theme).text,
                                             {},
                                             Qt::AlignLeft,
                                             widthOf(entries[first]) - 44,
                                             -1});
            x += widthOf(entries[first]) + gap;
        }
        legend.height += rowHeight;
    }
    legend.height -= rowHeight - legendSample.height();
    return legend;
}

}  // namespace views
