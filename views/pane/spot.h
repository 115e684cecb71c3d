// Something in a painted view that can be chosen: a greenlet or an object to select, or a moment to go to.
#pragma once

#include <QRectF>
#include <QString>

#include "trace/ids.h"

namespace views {

struct Spot {
    QRectF rect;  // in the viewport
    green::trace::Id id = green::trace::Id::None;
    green::trace::EventNumber moment = 0;
    QString text;  // what it is, for tooltips and screen readers
};

}  // namespace views
