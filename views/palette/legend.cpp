#include "palette/legend.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "pane/draw.h"

namespace views {

namespace {

constexpr qreal inset = 12;
constexpr qreal rowHeight = 30;
constexpr qreal sampleWidth = 36;
constexpr qreal sampleHeight = 20;
constexpr qreal columnWidth = 126;

}  // namespace

Legend::Legend(QWidget* parent) : QWidget(parent) {
    setObjectName("legend");
    setAccessibleName(tr("Legend"));
    QStringList words;
    for (const Look look : looks()) words << word(look);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

const std::vector<Look>& Legend::looks() {
    static const std::vector<Look> all{Look::Running, Look::Runnable, Look::WaitsData, Look::WaitsLock,
                                       Look::WaitsIo, Look::Sleeps,   Look::Created,   Look::Finished,
                                       Look::Killed,  Look::Failed,   Look::QueueItem, Look::ItemWaits};
    return all;
}

// As short as a column of a narrow dock.
QString Legend::word(Look look) {
    switch (look) {
        case Look::QueueItem: return tr("queue item");
        case Look::ItemWaits: return tr("waiting item");
        default: return label(look);
    }
}

void Legend::setTheme(Theme theme) {
    theme_ = theme;
    update();
}

void Legend::setTextSize(int pixels) {
    textSize_ = std::max(6, pixels);
    updateGeometry();
    update();
}

int Legend::columns(int width) const {
    return std::max(1, static_cast<int>((width - 2 * scaled(inset) + 1) / scaled(columnWidth)));
}

int Legend::heightForWidth(int width) const {
    const int across = columns(width);
    const int rows = (static_cast<int>(looks().size()) + across - 1) / across;
    return static_cast<int>(std::ceil(scaled(2 * inset) + rows * scaled(rowHeight)));
}

QSize Legend::sizeHint() const {
    const int width = qRound(scaled(2 * inset + 2 * columnWidth));
    return {width, heightForWidth(width)};
}

QSize Legend::minimumSizeHint() const {
    return {qRound(scaled(2 * inset + columnWidth)), qRound(scaled(2 * inset + rowHeight))};
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& shades = views::palette(theme_);
    painter.fillRect(rect(), shades.surface);
    const int across = columns(width());
    const qreal column = (width() - 2 * scaled(inset)) / across;
    painter.setFont(uiFont(font(), textSize_));
    int i = 0;
    for (const Look look : looks()) {
        const qreal x = scaled(inset) + (i % across) * column;
        const qreal y = scaled(inset) + (i / across) * scaled(rowHeight);
        drawSample(painter,
                   {std::round(x), std::round(y), std::round(scaled(sampleWidth)), std::round(scaled(sampleHeight))},
                   look, theme_);
        painter.setPen(shades.text);
        const qreal left = x + scaled(sampleWidth + 8);
        drawLine(painter, {left, y, x + column - left - 2, scaled(sampleHeight)}, word(look));
        ++i;
    }
}

void drawSample(QPainter& painter, const QRectF& box, Look look, Theme theme) {
    const auto shades = colours(look, theme);
    const qreal side = std::round(box.height() * .55);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto rounded = [&](qreal height, const QBrush& fill, const QPen& edge) {
        painter.setPen(edge);
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(box.left() + .5, box.bottom() - height + .5, box.width() - 1, height - 1), 1.5,
                                1.5);
    };
    switch (look) {
        case Look::Finished:
        case Look::Killed:
            painter.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2), shades.fill);
            drawGlyph(painter, {box.left() + 2, box.bottom() - side - 5, side, side}, glyph(look), shades.edge);
            break;
        case Look::Failed:
            rounded(box.height(), shades.fill, shades.edge);
            drawGlyph(painter, {box.center().x() - side / 2, box.center().y() - side / 2, side, side}, glyph(look),
                      chipInk(look, theme));
            break;
        case Look::QueueItem: rounded(box.height(), shades.fill, shades.edge); break;
        case Look::ItemWaits: rounded(box.height(), shades.fill, QPen(shades.edge, 1, Qt::DashLine)); break;
        case Look::Running:
        case Look::Runnable: {
            const qreal height = std::round(box.height() * level(look));
            rounded(height, brush(look, theme), shades.edge);
            const QPointF centre(box.center().x(), box.bottom() - height / 2);
            drawGlyph(painter, {centre.x() - side / 2, centre.y() - side / 2, side, side}, glyph(look),
                      chipInk(look, theme));
            break;
        }
        default: {
            const qreal height = std::round(box.height() * .28);
            painter.setBrushOrigin(box.bottomLeft());
            rounded(height, brush(look, theme),
                    look == Look::Created ? QPen(shades.edge, 1, Qt::DashLine) : QPen(shades.edge));
            drawGlyph(painter, {box.left() + 1, box.bottom() - height - side - 1, side, side}, glyph(look),
                      shades.edge);
            break;
        }
    }
    painter.restore();
}

}  // namespace views
