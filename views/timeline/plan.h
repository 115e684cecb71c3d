// The geometry of a timeline, planned from the model: plain shapes in the order in which they are
// drawn, with no widget and no painter. The same plan is drawn to the screen and written to PNG, SVG
// and PDF (draw.h); tests read it.
#pragma once

#include <QColor>
#include <QFont>
#include <QLineF>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "palette/palette.h"
#include "time/axis.h"
#include "time/scale.h"
#include "timeline/model.h"
#include "timeline/text_ruler.h"

namespace views {

// Strokes of a line or an outline, in units of the measures: 3 on 2 off, 2 on 3 off.
enum class Dash : std::uint8_t { Solid, Dashed, Dotted };

// Every shape names the slice that it belongs to by its place in TimelinePlan::slices, or has -1. Shapes
// of one slice come one after the other.

struct PlanBox {
    QRectF rect;  // its outline lies inside
    QColor fill;  // invalid: none
    QColor edge;  // invalid: none
    qreal radius = 0;
    qreal edgeWidth = 1;
    Dash dash = Dash::Solid;
    std::optional<Look> pattern = {};  // drawn over the fill
    int slice = -1;
};

struct PlanLine {
    QLineF line;  // its middle
    QColor colour;
    qreal width = 1;
    Dash dash = Dash::Solid;
    bool round = false;  // its ends
    int slice = -1;
};

struct PlanText {
    QPointF at;  // on the base line: the left end, the middle or the right end
    QString text;
    TextStyle style;
    QColor colour;
    QColor halo;  // what lies behind it keeps clear of it; invalid: none
    Qt::AlignmentFlag align = Qt::AlignLeft;
    qreal width = 0;  // as measured
    int slice = -1;
};

struct PlanGlyph {
    std::optional<Look> look;  // none: the queue's
    QRectF box;
    QColor colour;
    int slice = -1;
};

// Curves, arrow heads, dots.
struct PlanPath {
    QPainterPath path;
    QColor fill;    // invalid: none
    QColor stroke;  // invalid: none
    qreal width = 1;
};

// A row of many thin columns, far below a shape each: see the level-of-detail policy in README.md.
// Column i covers [x + i * pitch, + pitch), with a gap on its right.
struct PlanColumns {
    // What fills most of a column.
    struct Column {
        Look look = Look::HubIdle;  // HubIdle: nothing
        float share = 0;            // height of the upper bar, 0 to 1
    };
    qreal x = 0;
    qreal pitch = 4;
    qreal gap = 1;
    qreal right = 0;  // nothing is drawn beyond it
    // The upper bars stand on `floor` and are at most `tall` high.
    qreal floor = 0;
    qreal tall = 0;
    QColor bar;
    // The merged slices stand on `base`, 10 high where they run or can run, else 6. Columns of one look
    // are one box. False: no lower band.
    qreal base = 0;
    bool merged = false;
    std::vector<Column> columns;
};

// Until the next PlanClip, nothing outside `rect` is drawn; a null rect ends it.
struct PlanClip {
    QRectF rect;
};

using PlanShape = std::variant<PlanBox, PlanLine, PlanText, PlanGlyph, PlanPath, PlanColumns, PlanClip>;

// A slice as it is drawn. Where several fall into one pixel on Time they are one, with a count.
struct PlanSlice {
    green::trace::Id track = green::trace::Id::None;
    Look look = Look::Running;
    green::trace::EventNumber from = 0;  // [from, to) on Order
    green::trace::EventNumber to = 0;
    std::uint32_t count = 1;
    QRectF rect;  // the whole height of its track's band
};
// An item of a queue as it is drawn, or, in timeouts_row, a Timeout.
struct PlanItem {
    green::trace::Id row = green::trace::Id::None;
    ItemBar bar;
    bool waits = false;  // for room
    QRectF rect;
};
// "3/12-15": track, from, to. Stable, for files.
QString sliceId(const PlanSlice& slice);

// Folded: stands for the tracks that have no row.
enum class RowKind : std::uint8_t { Hub, Greenlet, Folded, Timeouts, Queue };

struct PlanRow {
    green::trace::Id id = green::trace::Id::None;
    RowKind kind = RowKind::Greenlet;
    qreal y = 0;  // on the picture; may lie outside where rows are scrolled
    qreal height = 0;
    QString name;
    QString doing;  // at the playhead
};

// Lengths of a timeline. The defaults are the window's.
struct TimelineMeasures {
    qreal header = 153;
    qreal ruler = 44;
    qreal hub = 32;
    qreal track = 48;
    qreal queueChart = 72;
    qreal timeout = 18;  // each of the Timeouts' lanes
    qreal minimap = 52;  // 0: none
    qreal chip = 22;     // the square in a header; 0: none
    qreal inset = 12;    // of the header's texts
    int labelSize = 12;
    int rulerSize = 11;
    int nameSize = 13;
    int subSize = 11;
    qreal patternScale = 1;

    // For a picture: no chips, no minimap, a little lower.
    static TimelineMeasures picture();

    bool operator==(const TimelineMeasures&) const = default;
};

struct Interval {
    double begin = 0;
    double end = 1;
};

struct PlanOptions {
    Theme theme = Theme::Light;
    Axis axis = Axis::Order;
    TimelineMeasures measures;
    // None: a picture of the run, with nothing faded and no states in the headers.
    std::optional<green::trace::EventNumber> playhead;
    green::trace::Id selection = green::trace::Id::None;
    // Greenlets that have ended before what is in view, or are made after it, have no row.
    bool fold = false;
    // How far the rows below the pinned ones are scrolled up.
    qreal scroll = 0;
    // The clock's row says in words that the clock stands still.
    bool explainClock = true;
};

struct TimelinePlan {
    QSizeF size;
    Theme theme = Theme::Light;
    qreal patternScale = 1;
    Axis axis = Axis::Order;
    Scale scale;         // pixel 0 is tracks.left()
    QRectF ruler;        // right of the headers
    QRectF tracks;       // right of the headers, with the hub's
    QRectF minimap;      // right of the headers; null if none
    bool dense = false;  // zoomed out: columns instead of slices
    std::vector<PlanShape> shapes;
    std::vector<PlanSlice> slices;
    std::vector<PlanItem> items;
    std::vector<PlanRow> rows;  // those at least partly visible

    // The row at that height of the picture, or null.
    const PlanRow* rowAt(qreal y) const;
    // The topmost slice there, or null.
    const PlanSlice* sliceAt(QPointF at) const;
    const PlanItem* itemAt(QPointF at) const;
};

// Plans the part [range.begin, range.end) of a run, in the axis' units, as a picture of that size: the
// headers take measures.header of its width. `text` measures labels; it must outlive the call only.
TimelinePlan planTimeline(const TimelineModel& model, Interval range, QSizeF size, const PlanOptions& options,
                          TextRuler& text);

// A state as it looks in a track, `rect` high and wide: for legends.
std::vector<PlanShape> planSample(Look look, const QRectF& rect, Theme theme);
// A state as a small square with its glyph: for headers and chips. None: a queue.
std::vector<PlanShape> planChip(std::optional<Look> look, QPointF corner, qreal side, Theme theme);

// What a tooltip or a <title> says about a slice: who, what, since when, why, where. Several lines.
QString sliceTitle(const TimelineModel& model, const PlanSlice& slice);
// Which item, who put it and who took it; of a Timeout whom it is for, and what became of it.
QString itemTitle(const TimelineModel& model, const PlanItem& item);
// What sliceTitle says, about the column at `x` of a dense plan: which steps it covers, and how they were
// spent.
QString stretchTitle(const TimelineModel& model, const TimelinePlan& plan, green::trace::Id track, qreal x);

}  // namespace views
