#include "pane/draw.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <algorithm>

namespace views {

QFont uiFont(const QFont& base, qreal pixels, QFont::Weight weight) {
    QFont font(base);
    font.setPixelSize(std::max(1, qRound(pixels)));
    font.setWeight(weight);
    return font;
}

namespace {

// Asking the font database takes longer than painting a line.
const QStringList& codeFamilies() {
    static const QStringList families = [] {
        const QString wanted = QStringLiteral("JetBrains Mono");
        const QString fallback = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
        return QFontDatabase::hasFamily(wanted) ? QStringList{wanted, fallback} : QStringList{fallback};
    }();
    return families;
}

}  // namespace

QFont codeFont(qreal pixels) {
    QFont font;
    font.setFamilies(codeFamilies());
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(std::max(1, qRound(pixels)));
    // Ligatures would show != and -> as signs that nobody can type.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

void drawGlyph(QPainter& painter, const QRectF& box, const Glyph& glyph, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / 12, box.height() / 12);
    if (glyph.filled)
        painter.fillPath(glyph.path, colour);
    else
        painter.strokePath(glyph.path, QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.restore();
}

QColor chipInk(Look look, Theme theme) {
    const auto shades = colours(look, theme);
    switch (look) {
        case Look::Running:
        case Look::Runnable:
        case Look::Sleeps:
        case Look::Failed: return shades.text;
        default: return shades.edge;
    }
}

namespace {

void drawSquare(QPainter& painter, const QRectF& box, const QColor& fill, const QPen& edge) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(edge);
    painter.setBrush(fill);
    painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 3, 3);
    painter.restore();
}

QRectF inner(const QRectF& box, qreal share) {
    const qreal side = box.height() * share;
    return {box.center().x() - side / 2, box.center().y() - side / 2, side, side};
}

}  // namespace

void drawChip(QPainter& painter, const QRectF& box, Look look, Theme theme) {
    const auto& shades = palette(theme);
    QColor fill = colours(look, theme).fill;
    QPen edge(colours(look, theme).edge);
    // Nothing is drawn for these in a track; as chips they are empty.
    if (look == Look::HubIdle || look == Look::Created || look == Look::Finished || look == Look::Killed)
        fill = shades.surface;
    if (look == Look::HubIdle) edge.setColor(shades.lineStrong);
    if (look == Look::Created) edge.setStyle(Qt::DashLine);
    if (look == Look::ItemWaits) edge.setStyle(Qt::DashLine);
    drawSquare(painter, box, fill, edge);
    drawGlyph(painter, inner(box, .6), glyph(look), chipInk(look, theme));
}

void drawQueueChip(QPainter& painter, const QRectF& box, Theme theme) {
    const auto shades = colours(Look::QueueItem, theme);
    drawSquare(painter, box, shades.fill, QPen(shades.edge));
    drawGlyph(painter, inner(box, .6), queueGlyph(), palette(theme).text);
}

qreal pillWidth(const Pill& pill, const QFont& font) {
    const qreal unit = font.pixelSize() / 11.0;
    const qreal around = pill.plain ? 12 : pill.text.isEmpty() ? 20 : 25;
    return QFontMetricsF(font).horizontalAdvance(pill.text) + around * unit;
}

void drawPill(QPainter& painter, const QRectF& box, const Pill& pill, const QFont& font, Theme theme) {
    const auto& shades = palette(theme);
    const bool running = !pill.plain && pill.look == Look::Running;
    const auto look = colours(pill.look, theme);
    const qreal unit = font.pixelSize() / 11.0;
    QPen edge(pill.plain ? shades.lineStrong : look.edge);
    if (pill.selected) edge = QPen(shades.accent, 2);
    if (pill.dashed) edge.setStyle(Qt::DashLine);
    drawSquare(painter, box, running ? look.fill : shades.surface, edge);
    qreal x = box.left() + (pill.plain ? 6 : 5) * unit;
    if (!pill.plain) {
        const qreal side = 10 * unit;
        drawGlyph(painter, {x, box.center().y() - side / 2, side, side}, glyph(pill.look),
                  running ? look.text : look.edge);
        x += side + 4 * unit;
    }
    painter.setFont(font);
    painter.setPen(running ? look.text : pill.plain ? shades.text2 : shades.text);
    painter.drawText(QRectF(x, box.top(), box.right() - x + 1, box.height()), Qt::AlignVCenter | Qt::TextSingleLine,
                     pill.text);
}

void drawParts(QPainter& painter, QPointF baseline, qreal room, const std::vector<TextPart>& parts) {
    for (const auto& part : parts) {
        const QFontMetricsF metrics(part.font);
        const qreal width = metrics.horizontalAdvance(part.text);
        painter.setFont(part.font);
        painter.setPen(part.colour);
        painter.drawText(baseline,
                         width <= room + .5 ? part.text : metrics.elidedText(part.text, Qt::ElideRight, room));
        if (width > room + .5) return;
        baseline.rx() += width;
        room -= width;
    }
}

void drawLine(QPainter& painter, const QRectF& box, const QString& text, Qt::Alignment alignment) {
    const QFontMetricsF metrics(painter.font());
    painter.drawText(box, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, box.width() + .5));
}

}  // namespace views
