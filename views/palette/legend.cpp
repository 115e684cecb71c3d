#include "palette/legend.h"

#include <QFocusEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "pane/draw.h"

namespace views {

namespace {

constexpr qreal inset = 12;
constexpr qreal rowHeight = 28;
constexpr qreal sampleWidth = 36;
constexpr qreal sampleHeight = 20;
constexpr qreal beside = 8;  // between a sample and its word
constexpr qreal rightInset = 4;
// More would tear the waits apart.
constexpr int mostColumns = 3;

}  // namespace

Legend::Legend(QWidget* parent) : QAbstractScrollArea(parent) {
    setObjectName("legend");
    setAccessibleName(tr("Legend"));
    setAccessibleDescription(words().join(QStringLiteral(", ")));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    applyTheme();
}

const std::vector<Look>& Legend::looks() {
    static const std::vector<Look> all{Look::Running, Look::Runnable, Look::WaitsData, Look::WaitsLock,
                                       Look::WaitsIo, Look::Sleeps,   Look::Created,   Look::Finished,
                                       Look::Killed,  Look::Failed,   Look::QueueItem, Look::ItemWaits};
    return all;
}

QStringList Legend::words() {
    QStringList words;
    for (const Look look : looks()) words << shortLabel(look);
    return words << tr("timer fires") << tr("cancelled");
}

void Legend::setTheme(Theme theme) {
    theme_ = theme;
    applyTheme();
}

void Legend::applyTheme() {
    const auto& shades = views::palette(theme_);
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, shades.surface);
    roles.setColor(QPalette::Window, shades.window);
    roles.setColor(QPalette::Button, shades.raised);
    setPalette(roles);
    viewport()->update();
}

void Legend::setTextSize(int pixels) {
    textSize_ = std::max(6, pixels);
    updateGeometry();
    fitBar();
    viewport()->update();
}

int Legend::columns(int width) const {
    const QFontMetricsF metrics(uiFont(font(), textSize_));
    qreal widest = 0;
    for (const QString& word : words()) widest = std::max(widest, metrics.horizontalAdvance(word));
    const qreal column = scaled(sampleWidth + beside) + widest;
    return std::clamp(static_cast<int>((width - scaled(inset + rightInset)) / column), 1, mostColumns);
}

int Legend::heightForWidth(int width) const {
    const int across = columns(width);
    const int rows = (static_cast<int>(words().size()) + across - 1) / across;
    return static_cast<int>(std::ceil(scaled(2 * inset) + rows * scaled(rowHeight)));
}

QSize Legend::sizeHint() const {
    const int width = qRound(scaled(276));
    return {width, heightForWidth(width)};
}

QSize Legend::minimumSizeHint() const {
    return {qRound(scaled(2 * inset + sampleWidth + beside + 76)), qRound(scaled(2 * inset + rowHeight))};
}

// The width without the bar decides whether it is needed; the columns are those of what is left.
void Legend::fitBar() {
    auto* bar = verticalScrollBar();
    const int whole = viewport()->width() + (bar->isVisible() ? bar->width() : 0);
    const bool fits = heightForWidth(whole) <= viewport()->height();
    bar->setSingleStep(qRound(scaled(rowHeight)));
    bar->setPageStep(viewport()->height());
    bar->setRange(0, fits ? 0 : std::max(0, heightForWidth(viewport()->width()) - viewport()->height()));
}

void Legend::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    fitBar();
}

void Legend::scrollContentsBy(int, int) { viewport()->update(); }

// Left and right are for stepping; up and down are the legend's own while it has the focus.
bool Legend::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void Legend::keyPressEvent(QKeyEvent* event) {
    auto* bar = verticalScrollBar();
    switch (event->key()) {
        case Qt::Key_Up: bar->triggerAction(QAbstractSlider::SliderSingleStepSub); break;
        case Qt::Key_Down: bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); break;
        case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); break;
        case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); break;
        default: event->ignore();
    }
}

void Legend::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    const auto reason = event->reason();
    byKeyboard_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    viewport()->update();
}

void Legend::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    const auto& shades = views::palette(theme_);
    const QRect area = viewport()->rect();
    painter.fillRect(area, shades.surface);
    const int across = columns(area.width());
    const qreal column = (area.width() - scaled(inset + rightInset)) / across;
    const int scroll = verticalScrollBar()->value();
    painter.setFont(uiFont(font(), textSize_));
    const QStringList all = words();
    const auto lookCount = static_cast<int>(looks().size());
    for (int i = 0; i < all.size(); ++i) {
        const qreal x = scaled(inset) + (i % across) * column;
        const int row = i / across;
        const qreal y = scaled(inset) + row * scaled(rowHeight) - scroll;
        const QRectF sample(std::round(x), std::round(y), std::round(scaled(sampleWidth)),
                            std::round(scaled(sampleHeight)));
        if (i < lookCount)
            drawSample(painter, sample, looks()[static_cast<std::size_t>(i)], theme_);
        else
            drawTimerSample(painter, sample, i == lookCount, theme_);
        painter.setPen(shades.text);
        const qreal left = x + scaled(sampleWidth + beside);
        drawLine(painter, {left, y, x + column - left, scaled(sampleHeight)}, all[i]);
    }
    if (!hasFocus() || !byKeyboard_) return;
    painter.setPen(QPen(shades.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1));
}

// As a Timeout's bar ends in the timeline.
void drawTimerSample(QPainter& painter, const QRectF& box, bool fires, Theme theme) {
    const auto shades = colours(Look::Sleeps, theme);
    const qreal side = std::round(box.height() * .55);
    const qreal height = std::round(box.height() * .75);
    QRectF bar(box.left() + .5, box.center().y() - height / 2 + .5, box.width() - 1, height - 1);
    if (!fires) bar.setRight(bar.right() - side - 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(shades.edge);
    painter.setBrush(shades.fill);
    painter.drawRoundedRect(bar, 2, 2);
    const auto& ground = views::palette(theme);
    if (fires) {
        const qreal cap = side / 3;
        painter.fillRect(QRectF(bar.right() + .5 - cap, bar.top() - .5, cap, height), ground.text);
    } else {
        drawGlyph(painter, {bar.right() + 3, box.center().y() - side / 2, side, side}, glyph(Look::Killed),
                  ground.text2);
    }
    painter.restore();
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
