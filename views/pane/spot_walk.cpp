#include "pane/spot_walk.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace views {

bool isByKeyboard(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

const Spot* SpotWalk::at(QPointF point) const {
    const auto found = std::ranges::find_if(spots_, [&](const Spot& spot) { return spot.rect.contains(point); });
    return found == spots_.end() ? nullptr : &*found;
}

void SpotWalk::clip() { current_ = std::min(current_, static_cast<int>(spots_.size()) - 1); }

bool SpotWalk::step(int direction) {
    const int count = static_cast<int>(spots_.size());
    const int next = current_ < 0 && direction < 0 ? count - 1 : current_ + direction;
    if (next < 0 || next >= count) return false;
    current_ = next;
    if (QAccessible::isActive()) {
        view_.setAccessibleDescription(current()->text);
        QAccessibleEvent told(&view_, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&told);
    }
    return true;
}

void SpotWalk::focusIn(const QFocusEvent& event) { byKeyboard_ = isByKeyboard(event.reason()); }

void SpotWalk::drawRing(QPainter& painter, const QColor& colour) const {
    if (!view_.hasFocus() || !byKeyboard_) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 2));
    painter.setBrush(Qt::NoBrush);
    if (const auto* spot = current())
        painter.drawRoundedRect(spot->rect.adjusted(-2, -2, 2, 2), 4, 4);
    else
        painter.drawRect(QRectF(view_.viewport()->rect()).adjusted(1, 1, -1, -1));
}

bool SpotWalk::showToolTip(const QHelpEvent& event) const {
    const auto* spot = at(event.pos());
    if (!spot || spot->text.isEmpty()) return false;
    QToolTip::showText(event.globalPos(), spot->text, view_.viewport(), spot->rect.toAlignedRect());
    return true;
}

}  // namespace views
