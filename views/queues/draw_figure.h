// Paints the marks of a figure.
#pragma once

#include <QPainter>

#include "queues/figure.h"

namespace views {

struct FigurePaint {
    QPointF at;      // of the figure's upper left corner
    qreal side = 0;  // as in its FigureSpace
    qreal width = 0;
    QFont font;      // of the widget: sizes follow `unit`
    qreal unit = 1;  // pixels at the text size 13
    Theme theme = Theme::Light;
};
void drawFigure(QPainter& painter, const std::vector<Mark>& marks, const FigurePaint& how);

}  // namespace views
