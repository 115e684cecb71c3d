#include "chapters/progress.h"

#include <QCoreApplication>
#include <QPainterPathStroker>

namespace views {

QString progressText(Progress progress) {
    const auto translated = [](const char* text) { return QCoreApplication::translate("Progress", text); };
    switch (progress) {
        case Progress::Unseen: return translated(QT_TRANSLATE_NOOP("Progress", "not opened yet"));
        case Progress::Opened: return translated(QT_TRANSLATE_NOOP("Progress", "opened"));
        case Progress::Walked: return translated(QT_TRANSLATE_NOOP("Progress", "walked to its end"));
    }
    return {};
}

QPainterPath progressGlyph(Progress progress) {
    const QPointF middle(6, 6);
    constexpr qreal radius = 5.25;
    QPainterPath disc;
    disc.addEllipse(middle, radius, radius);
    QPainterPath hole;
    hole.addEllipse(middle, radius - 1.5, radius - 1.5);
    const auto ring = disc.subtracted(hole);
    switch (progress) {
        case Progress::Unseen: return ring;
        case Progress::Opened: {
            QPainterPath left;
            left.addRect(0, 0, middle.x(), 12);
            return ring.united(hole.intersected(left));
        }
        case Progress::Walked: {
            QPainterPath tick(QPointF(3.4, 6.2));
            tick.lineTo(5.3, 8.1);
            tick.lineTo(8.6, 4.2);
            QPainterPathStroker pen;
            pen.setWidth(1.6);
            pen.setCapStyle(Qt::RoundCap);
            pen.setJoinStyle(Qt::RoundJoin);
            return disc.subtracted(pen.createStroke(tick));
        }
    }
    return {};
}

}  // namespace views
