// What stands around the timeline in an exported picture.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "export/export_timeline.h"
#include "timeline/model.h"
#include "timeline/plan.h"

namespace views {

// The part of the run that is shown, in axis units.
struct PictureRange {
    Interval units;
    green::trace::EventNumber first = 0;  // the events after this one, up to and with `last`
    green::trace::EventNumber last = 0;
    bool whole = true;
};

// Throws ExportError, which names the range that there is.
PictureRange pictureRange(const TimelineModel& model, const ExportOptions& options);

// "bounded-queue.cpp. 142 steps, 72 switches, 160 ms on the virtual clock. Each step is equally wide; …"
QString pictureSummary(const TimelineModel& model, const PictureRange& range, Axis axis);

// An entry of the legend: a sample, and what it means.
struct LegendEntry {
    std::vector<PlanShape> sample;  // in a box of legendSample
    QString text;
};
inline constexpr QSizeF legendSample{36, 20};
// The looks that can be seen in the range; of a `dense` picture, in which steps are merged.
std::vector<LegendEntry> legendEntries(const TimelineModel& model, const PictureRange& range, Axis axis, bool dense,
                                       Theme theme);

// Lines of words that are at most `width` wide each; a word that is wider has a line of its own.
QStringList wrapped(const QString& text, qreal width, TextStyle style, TextRuler& ruler);

// Title, summary lines and mark on top; `height` is what they take.
struct PictureHead {
    std::vector<PlanShape> shapes;
    qreal height = 0;
};
PictureHead planHead(const QString& title, const QStringList& lines, qreal width, Theme theme, TextRuler& ruler);
// The legend in a row, or several, below a line.
PictureHead planLegend(const std::vector<LegendEntry>& entries, qreal width, Theme theme, TextRuler& ruler);

}  // namespace views
