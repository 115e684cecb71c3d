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

#include "pane/draw.h"

namespace views {

Pane::Pane(RunView& run, QWidget* parent) : QAbstractScrollArea(parent), run_(run), names_(RunNames::of(run)) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(true);
    connect(&run, &RunView::storeChanged, this, [this] {
        walk_.setCurrent(nullptr);
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
    pixels = readableTextSize(pixels);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    themeChanged();
    schedule();
}

QFont Pane::font(qreal pixels, QFont::Weight weight) const { return uiFont(QWidget::font(), scaled(pixels), weight); }

void Pane::refreshNow() {
    const bool changed = turn_.bringUpToDate([this] {
        spots_.clear();
        refresh();
    });
    if (!changed) return;
    walk_.clip();
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
        if (!walk_.showToolTip(*static_cast<QHelpEvent*>(event))) QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void Pane::paintEvent(QPaintEvent*) {
    refreshNow();
    QPainter painter(viewport());
    draw(painter);
    walk_.drawRing(painter, shades().accent);
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
    walk_.setByKeyboard(false);
    if (event->button() != Qt::LeftButton) return;
    const auto* spot = walk_.at(event->position());
    walk_.setCurrent(spot);
    if (spot) choose(Spot(*spot));
    viewport()->update();
}

// Else it would go on to the window.
void Pane::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void Pane::mouseMoveEvent(QMouseEvent* event) {
    viewport()->setCursor(walk_.at(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void Pane::wheelEvent(QWheelEvent* event) {
    if (const auto size = textSizeAfter(*event, textSize_)) {
        setTextSize(*size);
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void Pane::keyPressEvent(QKeyEvent* event) {
    walk_.setByKeyboard(true);
    switch (event->key()) {
        case Qt::Key_Up: step(-1); return;
        case Qt::Key_Down: step(1); return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            refreshNow();
            if (const auto* spot = walk_.current()) choose(Spot(*spot));
            return;
        default: event->ignore();
    }
}

void Pane::step(int direction) {
    refreshNow();
    if (!walk_.step(direction)) scrollOn(direction);
    viewport()->update();
}

void Pane::scrollOn(int lines) {
    auto* bar = verticalScrollBar()->maximum() > 0 ? verticalScrollBar() : horizontalScrollBar();
    bar->setValue(bar->value() + lines * bar->singleStep());
    refreshNow();
}

void Pane::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    walk_.focusIn(*event);
    viewport()->update();
}

void Pane::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

}  // namespace views
