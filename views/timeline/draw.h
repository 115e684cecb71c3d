// Draws a planned timeline. On devices made of pixels boxes lie on whole pixels and patterns are
// textures; on others (SVG, PDF) everything is lines and shapes.
#pragma once

#include <QFont>
#include <QHash>
#include <QImage>
#include <QPainter>
#include <QStaticText>
#include <optional>
#include <vector>

#include "timeline/plan.h"

namespace views {

// Keeps fonts and the image of dense rows from frame to frame; one for each place that paints often.
class TimelinePainter {
public:
    // `base` is the font that texts are set in, at their own sizes; the same that measured them.
    explicit TimelinePainter(const QFont& base = {}) : base_(base) {}

    void draw(const TimelinePlan& plan, QPainter& painter);
    void draw(const std::vector<PlanShape>& shapes, Theme theme, qreal patternScale, QPainter& painter);

private:
    friend class ShapePainter;
    // A text is shaped once: that takes longer than drawing it.
    struct Font {
        TextStyle style;
        QFont font;
        qreal ascent = 0;
        QHash<QString, QStaticText> texts;
    };
    Font& font(TextStyle style);
    // A glyph in device pixels, drawn once.
    const QImage& glyphImage(std::optional<Look> look, const QColor& colour, int pixels);

    QFont base_;
    std::vector<Font> fonts_;
    QHash<quint64, QImage> glyphs_;
    QImage columns_;
};

// One picture, once.
void draw(const TimelinePlan& plan, QPainter& painter, const QFont& base = {});

}  // namespace views
