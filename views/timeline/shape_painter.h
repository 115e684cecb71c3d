// One shape at a time. Not for anybody outside this folder: see draw.h.
#pragma once

#include <QPainter>
#include <cmath>

#include "timeline/draw.h"

namespace views {

class ShapePainter {
public:
    ShapePainter(TimelinePainter& owner, QPainter& painter, Theme theme, qreal patternScale);

    void operator()(const PlanBox& box);
    void operator()(const PlanLine& line);
    void operator()(const PlanText& text);
    void operator()(const PlanGlyph& mark);
    void operator()(const PlanPath& path);
    void operator()(const PlanColumns& columns);
    void operator()(const PlanClip& clip);

private:
    // To whole device pixels, where the device has them.
    qreal snapped(qreal value) const { return pixels_ ? std::round(value * ratio_) / ratio_ : value; }
    QRectF snapped(const QRectF& rect) const;
    void fill(const QRectF& rect, const QColor& colour, std::optional<Look> look);
    QPen pen(const QColor& colour, qreal width, Dash dash) const;
    void pixelBox(const PlanBox& box);
    void bars(const PlanColumns& columns);
    void mergedBoxes(const PlanColumns& columns);
    void mergedImage(const PlanColumns& columns);

    TimelinePainter& owner_;
    QPainter& painter_;
    Theme theme_;
    qreal pattern_scale_;
    bool pixels_ = true;
    qreal ratio_ = 1;  // device pixels a unit
    bool had_clip_ = false;
    QRectF clip_;
    TimelinePainter::Font* font_ = nullptr;  // the painter's
};

}  // namespace views
