#include "pane/pane.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "pane/draw.h"

namespace views {

namespace {

constexpr int smallestText = 9;
constexpr int largestText = 48;

}  // namespace

Pane::Pane(RunView& run, QWidget* parent) : QAbstractScrollArea(parent), run_(run), names_(RunNames::of(run)) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(true);
    connect(&run, &RunView::storeChanged, this, [this] {
        current_ = -1;
        spots_.clear();
        verticalScrollBar()->setValue(0);
        horizontalScrollBar()->setValue(0);
        storeChanged();
        schedule();
    });
    connect(&run, &RunView::grown, this, &Pane::schedule);
    connect(&run, &RunView::playheadMoved, this, &Pane::schedule);
    connect(&run, &RunView::selectionChanged, this, &Pane::schedule);

    auto* copy = new QAction(tr("Copy as text"), this);
    copy->setObjectName("copyAction");
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(plainText()); });
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    applyTheme();
}

void Pane::setTheme(Theme theme) {
    if (theme == theme_) return;
    theme_ = theme;
    applyTheme();
    themeChanged();
    schedule();
}

void Pane::applyTheme() {
    const auto& colours = shades();
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, colours.surface);
    roles.setColor(QPalette::Window, colours.window);
    roles.setColor(QPalette::Button, colours.raised);
    roles.setColor(QPalette::Text, colours.text);
    roles.setColor(QPalette::WindowText, colours.text);
    roles.setColor(QPalette::ButtonText, colours.text);
    setPalette(roles);
    viewport()->setBackgroundRole(QPalette::Base);
}

void Pane::setTextSize(int pixels) {
    pixels = std::clamp(pixels, smallestText, largestText);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    themeChanged();
    schedule();
}

QFont Pane::font(qreal pixels, QFont::Weight weight) const { return uiFont(QWidget::font(), scaled(pixels), weight); }

void Pane::schedule() {
    stale_ = true;
    if (queued_ || !isVisible()) return;
    queued_ = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            queued_ = false;
            refreshNow();
        },
        Qt::QueuedConnection);
}

void Pane::refreshNow() {
    if (!stale_) return;
    // A scroll bar that appears changes the viewport, and the plan with it; it settles at the second look.
    for (int looks = 0; stale_ && looks < 3; ++looks) {
        stale_ = false;
        spots_.clear();
        refresh();
    }
    stale_ = false;
    current_ = std::min(current_, static_cast<int>(spots_.size()) - 1);
    viewport()->update();
    if (QAccessible::isActive()) setAccessibleDescription(plainText());
}

const std::vector<Pane::Spot>& Pane::spots() {
    refreshNow();
    return spots_;
}

void Pane::choose(const Spot& spot) {
    if (spot.moment)
        run_.setPlayhead(spot.moment);
    else if (spot.id != green::trace::Id::None)
        run_.select(spot.id);
}

const Pane::Spot* Pane::spotAt(QPointF point) const {
    const auto found = std::ranges::find_if(spots_, [&](const Spot& spot) { return spot.rect.contains(point); });
    return found == spots_.end() ? nullptr : &*found;
}

// ← and → step, and Return is nobody's: only the keys that this view uses are taken from the shortcuts.
bool Pane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

bool Pane::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        refreshNow();
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto* spot = spotAt(help->pos());
        if (spot && !spot->text.isEmpty())
            QToolTip::showText(help->globalPos(), spot->text, viewport(), spot->rect.toAlignedRect());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void Pane::paintEvent(QPaintEvent*) {
    refreshNow();
    QPainter painter(viewport());
    draw(painter);
    if (!hasFocus() || !byKeyboard_) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(shades().accent, 2));
    painter.setBrush(Qt::NoBrush);
    if (current_ >= 0)
        painter.drawRoundedRect(spots_[static_cast<std::size_t>(current_)].rect.adjusted(-2, -2, 2, 2), 4, 4);
    else
        painter.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
}

void Pane::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    schedule();
}

void Pane::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    schedule();
}

void Pane::scrollContentsBy(int, int) {
    schedule();
    viewport()->update();
}

void Pane::mousePressEvent(QMouseEvent* event) {
    refreshNow();
    byKeyboard_ = false;
    if (event->button() != Qt::LeftButton) return;
    const auto* spot = spotAt(event->position());
    current_ = spot ? static_cast<int>(spot - spots_.data()) : -1;
    if (spot) choose(Spot(*spot));
    viewport()->update();
}

// Else it would go on to the window.
void Pane::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void Pane::mouseMoveEvent(QMouseEvent* event) {
    viewport()->setCursor(spotAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void Pane::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->angleDelta().y() != 0) setTextSize(textSize_ + (event->angleDelta().y() > 0 ? 1 : -1));
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void Pane::keyPressEvent(QKeyEvent* event) {
    byKeyboard_ = true;
    switch (event->key()) {
        case Qt::Key_Up: step(-1); return;
        case Qt::Key_Down: step(1); return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            refreshNow();
            if (current_ >= 0) choose(Spot(spots_[static_cast<std::size_t>(current_)]));
            return;
        default: event->ignore();
    }
}

void Pane::step(int direction) {
    refreshNow();
    const int count = static_cast<int>(spots_.size());
    const int next = current_ < 0 && direction < 0 ? count - 1 : current_ + direction;
    if (next >= 0 && next < count) {
        current_ = next;
        if (QAccessible::isActive()) {
            setAccessibleDescription(spots_[static_cast<std::size_t>(next)].text);
            QAccessibleEvent told(this, QAccessible::DescriptionChanged);
            QAccessible::updateAccessibility(&told);
        }
    } else {
        scrollOn(direction);
    }
    viewport()->update();
}

void Pane::scrollOn(int lines) {
    auto* bar = verticalScrollBar()->maximum() > 0 ? verticalScrollBar() : horizontalScrollBar();
    bar->setValue(bar->value() + lines * bar->singleStep());
    refreshNow();
}

void Pane::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    const auto reason = event->reason();
    byKeyboard_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    viewport()->update();
}

void Pane::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

}  // namespace views
