// What several panes draw: state chips, pills, text that must not run over.
#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <vector>

#include "palette/palette.h"

namespace views {

// Pixel sizes. The desktop's own family; code and output are monospaced.
QFont uiFont(const QFont& base, qreal pixels, QFont::Weight weight = QFont::Normal);
QFont codeFont(qreal pixels);

// A state as a small square: fill, edge and glyph.
void drawChip(QPainter& painter, const QRectF& box, Look look, Theme theme);
// The same for a queue.
void drawQueueChip(QPainter& painter, const QRectF& box, Theme theme);
// The glyph alone, scaled to the box.
void drawGlyph(QPainter& painter, const QRectF& box, const Glyph& glyph, const QColor& colour);
// The glyph's colour on the look's own fill.
QColor chipInk(Look look, Theme theme);

// A greenlet at a place: glyph and name in a frame, filled only if it runs.
struct Pill {
    Look look = Look::Runnable;
    QString text;  // empty: the glyph alone
    bool selected = false;
    bool plain = false;   // no glyph: "+3"
    bool dashed = false;  // has not got here by itself
};
qreal pillWidth(const Pill& pill, const QFont& font);
void drawPill(QPainter& painter, const QRectF& box, const Pill& pill, const QFont& font, Theme theme);

// One line of text in several fonts and colours, from a point on the baseline. Parts that do not fit into
// `room` are cut short with an ellipsis.
struct TextPart {
    QString text;
    QFont font;
    QColor colour;
};
void drawParts(QPainter& painter, QPointF baseline, qreal room, const std::vector<TextPart>& parts);
// Text in a box, middle in height, cut short where it does not fit.
void drawLine(QPainter& painter, const QRectF& box, const QString& text, Qt::Alignment alignment = Qt::AlignLeft);

}  // namespace views
