// A whole exported picture as shapes: the title, the timeline wrapped into systems (as a score is), and
// the legend. Planned once, drawn to pixels, SVG or PDF.
//
// Measures are the design's, at 1600 across. A step is at least 18 wide while there is room; what does
// not fit into the height allowed has narrower steps, and below 4 the timeline's own level of detail
// takes over, so that a picture stays bounded however long the run is. Where there are more tracks than
// fit, the first ones are shown and a line says so.
#pragma once

#include <QPointF>
#include <QSizeF>
#include <vector>

#include "export/export_timeline.h"
#include "timeline/model.h"
#include "timeline/plan.h"

namespace views {

struct PicturePart {
    QPointF at;  // where its own (0, 0) lies
    std::vector<PlanShape> shapes;
    std::vector<PlanSlice> slices;  // that the shapes name
};

struct Picture {
    QSizeF size;  // in its own units; what is drawn is this, scaled
    Theme theme = Theme::Print;
    qreal patternScale = 1;
    QString title;
    std::vector<PicturePart> parts;
};

// `tallest` limits a picture without a given size. Throws ExportError for a bad range.
Picture planPicture(const TimelineModel& model, const ExportOptions& options, TextRuler& text, qreal tallest);

// The font of exported pictures: fixed, so that they look the same everywhere it is installed, and with
// fallbacks. Not hinted: its lengths stay the same at every scale.
QFont pictureFont();

}  // namespace views
