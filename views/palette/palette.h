// The one mapping from state to colour, pattern, glyph and label, and the colours of everything else.
// No state is told by its colour alone: each look has a level, a pattern, a glyph and a word.
#pragma once

#include <QBrush>
#include <QColor>
#include <QLineF>
#include <QPainterPath>
#include <QRectF>
#include <QString>
#include <cstdint>
#include <vector>

#include "trace/moment.h"

namespace views {

enum class Theme { Light, Dark, Print };

// How a state looks. Waiting has four looks, by what it waits for.
enum class Look : std::uint8_t {
    Created,
    Runnable,
    Running,
    Sleeps,
    WaitsData,
    WaitsLock,
    WaitsIo,
    Finished,
    Killed,
    Failed,
    HubIdle,    // the hub while somebody else runs: nothing is drawn
    QueueItem,  // an item in a queue
    ItemWaits,  // an item that waits for room
};
inline constexpr int look_count = static_cast<int>(Look::ItemWaits) + 1;

// Colours by role. Text on window and surface has a contrast of at least 4.5, edges 3.
struct Palette {
    QColor window, surface, raised, field, line, lineStrong;
    QColor text, text2, text3, accent, accentSoft, hover, pressed;
    QColor future;                                                 // laid over what lies after the playhead
    QColor band;                                                   // laid over the playhead's column
    QColor keyword, string, number, comment, builtin, definition;  // source text
    QColor error, errorSoft;                                       // what went wrong: text and a ground
};
const Palette& palette(Theme theme);

struct LookColours {
    QColor fill;  // below the pattern
    QColor ink;   // the pattern; for a running slice its notches, for a runnable one its columns
    QColor edge;  // the outline, and the glyph and label beside it
    QColor text;  // a label or glyph inside
};
const LookColours& colours(Look look, Theme theme);

// What is drawn over the fill.
enum class Pattern { None, Diagonals, CrossHatch, Verticals, Dots };
Pattern pattern(Look look);

// The fill with its pattern, aligned to the device's origin; `scale` enlarges it for the presenter.
// On a device with more than one pixel a unit, `devicePixelRatio` makes it as fine as the device.
QBrush brush(Look look, Theme theme, qreal scale = 1, qreal devicePixelRatio = 1);

// The same pattern as lines (or dots, of no length) inside `rect`, for devices that know no pixels: to
// be stroked with the look's ink in `patternWidth`, dots with a round cap.
std::vector<QLineF> patternLines(Pattern pattern, const QRectF& rect, qreal scale = 1);
qreal patternWidth(Pattern pattern, qreal scale = 1);

// The height of a slice as a share of the running one's: 1, 0.6 runnable, 0.26 waiting, 0 a line.
qreal level(Look look);

// The glyph in a box of 12 by 12; to be stroked (width 1.8, round) or filled. Empty for HubIdle and the
// items.
struct Glyph {
    QPainterPath path;
    bool filled = false;
};
const Glyph& glyph(Look look);
const Glyph& queueGlyph();

// "running", "waits for data", … in the user's language.
QString label(Look look);
// The same where there is little room: "waits: data".
QString shortLabel(Look look);

Look lookOf(const green::trace::GreenletState& greenlet);
// Of a greenlet that waits for this.
Look lookOf(green::trace::WaitReason reason);

}  // namespace views
