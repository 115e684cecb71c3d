#include "window/transport_button.h"

#include <QStyleOptionToolButton>
#include <QStylePainter>

#include "window/style.h"

namespace app {

namespace {

constexpr int glyphSide = 16;
constexpr int gap = 6;
constexpr int padding = 9;
constexpr int framedPadding = 13;

}  // namespace

TransportButton::TransportButton(Order order, const QString& widest, bool arrow, QWidget* parent)
    : QToolButton(parent), order_(order), widest_(widest), arrow_(arrow) {
    setFocusPolicy(Qt::TabFocus);
    setProperty("framed", arrow || !widest.isEmpty());
}

void TransportButton::setWordless(bool wordless) {
    wordless_ = wordless;
    updateGeometry();
    update();
}

void TransportButton::setWidest(const QString& widest) {
    widest_ = widest;
    updateGeometry();
}

int TransportButton::contentWidth(const QString& word) const {
    if (!hasWord()) return glyphSide;
    return glyphSide + gap + fontMetrics().horizontalAdvance(word) + (arrow_ ? 2 * gap + glyphSide : 0);
}

QSize TransportButton::sizeHint() const {
    const int around = property("framed").toBool() ? framedPadding : padding;
    return {std::max(contentWidth(text()), contentWidth(widest_)) + 2 * around, controlHeight};
}

void TransportButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.text.clear();
    option.icon = {};
    option.features = QStyleOptionToolButton::None;
    painter.drawComplexControl(QStyle::CC_ToolButton, option);

    const auto mode = isEnabled() ? QIcon::Normal : QIcon::Disabled;
    const auto width = contentWidth(text());
    // A menu's word keeps its place while it changes; others are in the middle.
    const int left = arrow_ ? framedPadding : (this->width() - width) / 2;
    const int top = (height() - glyphSide) / 2;
    const auto wordWidth = fontMetrics().horizontalAdvance(text());
    const bool first = order_ != Order::WordFirst || !hasWord();
    const auto mirrored = [this](const QRect& rect) {
        return QStyle::visualRect(layoutDirection(), this->rect(), rect);
    };
    const QRect glyph(first ? left : left + wordWidth + gap, top, glyphSide, glyphSide);
    icon().paint(&painter, mirrored(glyph), Qt::AlignCenter, mode);
    if (!hasWord()) return;
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText));
    const QRect word(first ? left + glyphSide + gap : left, 0, wordWidth + 1, height());
    painter.drawText(mirrored(word), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    if (!arrow_) return;
    const QRectF box = mirrored(QRect(this->width() - framedPadding - glyphSide + 4, top, glyphSide, glyphSide));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(painter.pen().color(), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto centre = box.center();
    painter.drawPolyline(QPolygonF({centre + QPointF(-4, -1.5), centre + QPointF(0, 2), centre + QPointF(4, -1.5)}));
}

}  // namespace app
