// The spots of a painted view: which one is below the pointer, and which one the keys have come to.
#pragma once

#include <QAbstractScrollArea>
#include <vector>

#include "pane/spot.h"

class QFocusEvent;
class QHelpEvent;
class QPainter;

namespace views {

// Who has come by a key sees a ring where the focus is.
bool isByKeyboard(Qt::FocusReason reason);

class SpotWalk {
public:
    // `spots` is the view's list, in reading order; clip() after each change of it.
    SpotWalk(QAbstractScrollArea& view, const std::vector<Spot>& spots) : view_(view), spots_(spots) {}

    const Spot* at(QPointF point) const;
    // Null: none.
    const Spot* current() const { return current_ < 0 ? nullptr : &spots_[static_cast<std::size_t>(current_)]; }
    void setCurrent(const Spot* spot) { current_ = spot ? static_cast<int>(spot - spots_.data()) : -1; }
    void clip();
    // On by one (1) or back (-1), which a screen reader is told; false: there is no further one.
    bool step(int direction);

    // Who points at things needs no ring.
    void setByKeyboard(bool byKeyboard) { byKeyboard_ = byKeyboard; }
    void focusIn(const QFocusEvent& event);
    // Round the current spot, or the whole viewport, if the view has the focus by keyboard.
    void drawRing(QPainter& painter, const QColor& colour) const;
    // False: no spot there has a text.
    bool showToolTip(const QHelpEvent& event) const;

private:
    QAbstractScrollArea& view_;
    const std::vector<Spot>& spots_;
    int current_ = -1;
    bool byKeyboard_ = false;
};

}  // namespace views
