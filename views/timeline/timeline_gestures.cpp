// What a hand can do to a timeline: wheel, mouse and keys.
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/timeline_view.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

namespace {

constexpr qreal wheel_notch = 120;  // what a mouse wheel's notch counts
constexpr qreal wheel_pixels = 96;  // how far a notch pans
constexpr qreal wheel_zoom = 1.25;  // and zooms
constexpr qreal key_pan = 0.15;     // of the width

}  // namespace

EventNumber TimelineView::eventAt(qreal x) const {
    const double value = range_.scale().toValue(x - options_.measures.header);
    if (value <= 0) return 0;
    if (range_.axis() == Axis::Time) return model_->eventAt(static_cast<std::int64_t>(value));
    // A step's cell lies to the left of its end: whoever points into it means it.
    return std::min(static_cast<EventNumber>(std::ceil(value)), model_->size());
}

EventNumber TimelineView::eventInWholeRun(qreal x) const {
    const qreal width = picture().width() - options_.measures.header - 8;
    const double share = std::clamp((x - options_.measures.header - 4) / std::max(width, 1.0), 0.0, 1.0);
    const double value = share * static_cast<double>(model_->extent(range_.axis()));
    if (range_.axis() == Axis::Time) return model_->eventAt(static_cast<std::int64_t>(value));
    return static_cast<EventNumber>(std::llround(value));
}

void TimelineView::requestPlayhead(EventNumber playhead) {
    run_.setPlayhead(playhead);
    emit playheadRequested(run_.playhead());
}

void TimelineView::requestSelection(Id id) {
    run_.select(id);
    emit selectionRequested(id);
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint angle = event->angleDelta();
    const qreal turns = (angle.y() != 0 ? angle.y() : angle.x()) / wheel_notch;
    const qreal x = event->position().x() - options_.measures.header;
    if (event->modifiers() & Qt::ControlModifier) {
        range_.zoomAt(std::pow(wheel_zoom, turns), std::clamp(x, 0.0, range_.width()));
    } else if (event->modifiers() & Qt::ShiftModifier) {
        scroll_bar_->setValue(scroll_bar_->value() - static_cast<int>(std::lround(turns * scroll_bar_->singleStep())));
    } else if (const QPoint pixels = event->pixelDelta(); !pixels.isNull()) {
        // A touch pad moves both ways at once.
        range_.panBy(-pixels.x());
        scroll_bar_->setValue(scroll_bar_->value() - pixels.y());
        if (scroll_bar_->maximum() == 0) range_.panBy(-pixels.y());
    } else {
        range_.panBy(-turns * wheel_pixels);
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    pressed_ = last_ = event->position();
    if (event->button() == Qt::MiddleButton) {
        gesture_ = Gesture::Pan;
        return;
    }
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const auto& shown = plan();
    if (shown.minimap.contains(pressed_)) {
        gesture_ = Gesture::ScrubWhole;
        requestPlayhead(eventInWholeRun(pressed_.x()));
    } else if (shown.ruler.contains(pressed_)) {
        gesture_ = Gesture::Scrub;
        requestPlayhead(eventAt(pressed_.x()));
    } else if (shown.tracks.contains(pressed_)) {
        gesture_ = Gesture::MaybeClick;
    } else if (const PlanRow* row = shown.rowAt(pressed_.y());
               row && row->kind != RowKind::Timeouts && row->kind != RowKind::Folded) {
        requestSelection(row->id == run_.selection() ? Id::None : row->id);
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (gesture_ == Gesture::MaybeClick && (at - pressed_).manhattanLength() >= QApplication::startDragDistance())
        gesture_ = Gesture::Pan;
    switch (gesture_) {
        case Gesture::Pan:
            setCursor(Qt::ClosedHandCursor);
            range_.panBy(last_.x() - at.x());
            scroll_bar_->setValue(scroll_bar_->value() + static_cast<int>(std::lround(last_.y() - at.y())));
            last_ = at;
            break;
        case Gesture::Scrub: requestPlayhead(eventAt(at.x())); break;
        case Gesture::ScrubWhole: requestPlayhead(eventInWholeRun(at.x())); break;
        case Gesture::MaybeClick: break;
        case Gesture::None: hover(at); break;
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    const Gesture ended = std::exchange(gesture_, Gesture::None);
    if (ended == Gesture::Pan) unsetCursor();
    if (ended == Gesture::MaybeClick) {
        hold_tracks_ = true;
        requestPlayhead(eventAt(event->position().x()));
        hold_tracks_ = false;
    }
    hover(event->position());
}

void TimelineView::leaveEvent(QEvent*) {
    hovered_.reset();
    update();
}

void TimelineView::hover(QPointF at) {
    hovered_ = at;
    update();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
        case Qt::Key_W:
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoomIn(); break;
        case Qt::Key_S:
        case Qt::Key_Minus: zoomOut(); break;
        case Qt::Key_A: range_.panBy(-range_.width() * key_pan); break;
        case Qt::Key_D: range_.panBy(range_.width() * key_pan); break;
        case Qt::Key_F: fit(); break;
        case Qt::Key_Up: selectNeighbour(-1); break;
        case Qt::Key_Down: selectNeighbour(1); break;
        default: QWidget::keyPressEvent(event); return;
    }
    event->accept();
}

// The track above or below the selected one; with none selected the first or the last.
void TimelineView::selectNeighbour(int step) {
    std::vector<Id> ids;
    for (const auto& track : model_->greenlets()) ids.push_back(track.id);
    for (const auto& queue : model_->queues()) ids.push_back(queue.id());
    const auto selected = std::ranges::find(ids, run_.selection());
    const auto last = static_cast<std::ptrdiff_t>(ids.size()) - 1;
    std::ptrdiff_t place = step > 0 ? 0 : last;
    if (selected != ids.end()) place = std::clamp<std::ptrdiff_t>(selected - ids.begin() + step, 0, last);
    requestSelection(ids[static_cast<std::size_t>(place)]);
    reveal(run_.selection());
}

QString TimelineView::detailsAt(QPointF at) {
    const auto& shown = plan();
    if (const PlanSlice* slice = shown.sliceAt(at)) return sliceTitle(*model_, *slice);
    if (const PlanItem* item = shown.itemAt(at)) return itemTitle(*model_, *item);
    const PlanRow* row = shown.rowAt(at.y());
    if (!row) return {};
    if (at.x() < shown.tracks.left()) {
        if (row->kind == RowKind::Folded) return tr("Greenlets that do not live in what is in view");
        QStringList lines{row->name};
        if (const QString what = program(*model_, row->id); !what.isEmpty()) lines << what;
        if (!row->doing.isEmpty()) lines << row->doing;
        return lines.join(QLatin1Char('\n'));
    }
    if (const auto* queue = model_->queue(row->id)) {
        const EventNumber n = eventAt(at.x());
        return tr("%1\n%2 after step %3").arg(row->name, holding(*queue, n), number(n));
    }
    if (shown.dense && row->kind == RowKind::Greenlet) return stretchTitle(*model_, shown, row->id, at.x());
    return {};
}

bool TimelineView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString details = detailsAt(help->pos());
        if (details.isEmpty()) {
            QToolTip::hideText();
            event->ignore();
        } else {
            QToolTip::showText(help->globalPos(), details, this);
        }
        return true;
    }
    return QWidget::event(event);
}

}  // namespace views
