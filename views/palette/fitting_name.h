// Names where there is too little room for them.
#pragma once

#include <QString>
#include <functional>

namespace views {

// The part of a name that tells it from others of its kind: of "task('ann', 0.02)" the first argument, "ann". Where
// there is none, the name.
QString telling(const QString& name);

// The name, cut where it has to be, and so that its telling part and a number behind it stay as long as they can:
// "go_shopping('ann')-2" becomes "go_s…('ann')-2". `width` measures a text, in the unit of `room`.
QString fittingName(const QString& name, qreal room, const std::function<qreal(const QString&)>& width);

}  // namespace views
