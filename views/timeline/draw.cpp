#include "timeline/draw.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <algorithm>
#include <cmath>

#include "timeline/shape_painter.h"

namespace views {

namespace {

constexpr qsizetype most_texts = 5000;

void drawGlyphPath(const Glyph& shape, QPainter& painter, const QColor& colour) {
    if (shape.filled)
        painter.fillPath(shape.path, colour);
    else
        painter.strokePath(shape.path, QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

const Glyph& glyphOf(std::optional<Look> look) { return look ? glyph(*look) : queueGlyph(); }

}  // namespace

TimelinePainter::Font& TimelinePainter::font(TextStyle style) {
    for (auto& known : fonts_)
        if (known.style == style) return known;
    const QFont font = fontOf(base_, style);
    fonts_.push_back({style, font, QFontMetricsF(font).ascent(), {}});
    return fonts_.back();
}

const QImage& TimelinePainter::glyphImage(std::optional<Look> look, const QColor& colour, int pixels) {
    const quint64 key =
        quint64(look ? static_cast<int>(*look) : look_count) << 48 | quint64(pixels) << 32 | colour.rgba();
    QImage& image = glyphs_[key];
    if (image.isNull()) {
        // A pixel of margin all around: round ends reach over the box.
        image = QImage(pixels + 2, pixels + 2, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.translate(1, 1);
        painter.scale(pixels / 12.0, pixels / 12.0);
        drawGlyphPath(glyphOf(look), painter, colour);
    }
    return image;
}

void TimelinePainter::draw(const TimelinePlan& plan, QPainter& painter) {
    draw(plan.shapes, plan.theme, plan.patternScale, painter);
}

void TimelinePainter::draw(const std::vector<PlanShape>& shapes, Theme theme, qreal patternScale, QPainter& painter) {
    painter.save();
    ShapePainter each(*this, painter, theme, patternScale);
    for (const auto& shape : shapes) std::visit(each, shape);
    painter.restore();
}

void draw(const TimelinePlan& plan, QPainter& painter, const QFont& base) { TimelinePainter(base).draw(plan, painter); }

ShapePainter::ShapePainter(TimelinePainter& owner, QPainter& painter, Theme theme, qreal patternScale)
    : owner_(owner), painter_(painter), theme_(theme), pattern_scale_(patternScale) {
    pixels_ = painter.paintEngine()->type() == QPaintEngine::Raster;
    const auto transform = painter.deviceTransform();
    // Turned or sheared there are no whole pixels to lie on.
    if (transform.type() > QTransform::TxScale) pixels_ = false;
    ratio_ = pixels_ ? transform.m11() : 1;
    painter.setRenderHint(QPainter::Antialiasing, !pixels_);
    painter.setRenderHint(QPainter::TextAntialiasing, true);
    clip_ = painter.hasClipping() ? painter.clipBoundingRect() : QRectF();
    had_clip_ = painter.hasClipping();
}

QRectF ShapePainter::snapped(const QRectF& rect) const {
    const qreal left = snapped(rect.left());
    const qreal top = snapped(rect.top());
    return {left, top, snapped(rect.right()) - left, snapped(rect.bottom()) - top};
}

void ShapePainter::fill(const QRectF& rect, const QColor& colour, std::optional<Look> look) {
    if (rect.width() <= 0 || rect.height() <= 0) return;
    if (!look) {
        painter_.fillRect(rect, colour);
        return;
    }
    if (pixels_) {
        painter_.fillRect(rect, brush(*look, theme_, pattern_scale_, ratio_));
        return;
    }
    painter_.fillRect(rect, colour);
    const Pattern kind = pattern(*look);
    const qreal width = patternWidth(kind, pattern_scale_);
    // Strokes are wider than their lines: kept that far inside, none leaves the box.
    const auto lines = patternLines(kind, rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), pattern_scale_);
    painter_.setPen(QPen(views::colours(*look, theme_).ink, width, Qt::SolidLine,
                         kind == Pattern::Dots ? Qt::RoundCap : Qt::FlatCap));
    for (const auto& line : lines) {
        if (kind == Pattern::Dots)
            painter_.drawPoint(line.p1());
        else
            painter_.drawLine(line);
    }
}

QPen ShapePainter::pen(const QColor& colour, qreal width, Dash dash) const {
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap);
    if (dash == Dash::Dashed) pen.setDashPattern({3 / width, 2 / width});
    if (dash == Dash::Dotted) pen.setDashPattern({2 / width, 3 / width});
    return pen;
}

void ShapePainter::operator()(const PlanBox& box) {
    // Fine outlines and plain boxes lie on whole pixels, drawn as rectangles: that is much faster than
    // round corners with soft edges, and a missing corner pixel looks as round.
    if (pixels_ && box.dash == Dash::Solid && (box.edge.isValid() ? box.edgeWidth == 1 : box.radius == 0)) {
        pixelBox(box);
        return;
    }
    const qreal inset = box.edge.isValid() ? box.edgeWidth / 2 : 0;
    const QRectF rect = pixels_ ? snapped(box.rect) : box.rect;
    const QRectF outline = rect.adjusted(inset, inset, -inset, -inset);
    if (box.fill.isValid() && (box.radius == 0 || box.edge.isValid() || box.pattern))
        fill(rect.adjusted(inset, inset, -inset, -inset), box.fill, box.pattern);
    const bool soft = box.dash == Dash::Solid || !pixels_;
    painter_.setRenderHint(QPainter::Antialiasing, soft);
    painter_.setPen(box.edge.isValid() ? pen(box.edge, box.edgeWidth, box.dash) : QPen(Qt::NoPen));
    painter_.setBrush(box.fill.isValid() && !box.edge.isValid() && !box.pattern ? QBrush(box.fill)
                                                                                : QBrush(Qt::NoBrush));
    if (box.edge.isValid() || box.radius > 0) {
        if (outline.width() > 0 && outline.height() > 0) painter_.drawRoundedRect(outline, box.radius, box.radius);
    }
    painter_.setRenderHint(QPainter::Antialiasing, !pixels_);
}

void ShapePainter::pixelBox(const PlanBox& box) {
    QRectF rect = snapped(box.rect);
    if (!box.edge.isValid()) {
        if (box.fill.isValid()) fill(rect, box.fill, box.pattern);
        return;
    }
    const qreal edge = std::max(1.0, std::round(ratio_)) / ratio_;
    if (rect.width() < edge) rect.setWidth(edge);
    if (rect.width() <= 2 * edge || rect.height() <= 2 * edge) {
        painter_.fillRect(rect, box.edge);
        return;
    }
    if (box.fill.isValid()) fill(rect.adjusted(edge, edge, -edge, -edge), box.fill, box.pattern);
    const qreal corner = box.radius > 0 && rect.width() > 3 * edge ? edge : 0;
    const qreal across = rect.width() - 2 * corner;
    painter_.fillRect(QRectF(rect.left() + corner, rect.top(), across, edge), box.edge);
    painter_.fillRect(QRectF(rect.left() + corner, rect.bottom() - edge, across, edge), box.edge);
    const qreal down = rect.height() - 2 * edge;
    painter_.fillRect(QRectF(rect.left(), rect.top() + edge, edge, down), box.edge);
    painter_.fillRect(QRectF(rect.right() - edge, rect.top() + edge, edge, down), box.edge);
}

void ShapePainter::operator()(const PlanLine& line) {
    const QLineF& l = line.line;
    const bool upright = l.x1() == l.x2();
    if (pixels_ && !line.round && (upright || l.y1() == l.y2())) {
        const qreal width = std::max(1.0, std::round(line.width * ratio_)) / ratio_;
        const qreal at = snapped((upright ? l.x1() : l.y1()) - line.width / 2);
        const qreal from = snapped(upright ? std::min(l.y1(), l.y2()) : std::min(l.x1(), l.x2()));
        const qreal to = snapped(upright ? std::max(l.y1(), l.y2()) : std::max(l.x1(), l.x2()));
        const auto piece = [&](qreal a, qreal b) {
            painter_.fillRect(upright ? QRectF(at, a, width, b - a) : QRectF(a, at, b - a, width), line.colour);
        };
        if (line.dash == Dash::Solid) {
            piece(from, to);
            return;
        }
        const qreal on = line.dash == Dash::Dashed ? 3 : 2;
        for (qreal a = from; a < to; a += 5) piece(a, std::min(a + on, to));
        return;
    }
    QPen stroke = pen(line.colour, line.width, line.dash);
    if (line.round) stroke.setCapStyle(Qt::RoundCap);
    painter_.setRenderHint(QPainter::Antialiasing, true);
    painter_.setPen(stroke);
    painter_.drawLine(l);
    painter_.setRenderHint(QPainter::Antialiasing, !pixels_);
}

void ShapePainter::operator()(const PlanText& text) {
    qreal x = text.at.x();
    if (text.align == Qt::AlignHCenter) x -= text.width / 2;
    if (text.align == Qt::AlignRight) x -= text.width;
    const QPointF at(snapped(x), snapped(text.at.y()));
    if (text.halo.isValid()) {
        const qreal size = text.style.size;
        fill(snapped(QRectF(at.x() - 2, at.y() - size * 0.86, text.width + 4, size * 1.14)), text.halo, {});
    }
    if (!font_ || !(font_->style == text.style)) {
        font_ = &owner_.font(text.style);
        painter_.setFont(font_->font);
    }
    painter_.setPen(text.colour);
    if (!pixels_) {
        painter_.drawText(at, text.text);
        return;
    }
    auto& texts = font_->texts;
    if (texts.size() > most_texts) texts.clear();
    auto known = texts.find(text.text);
    if (known == texts.end()) {
        QStaticText shaped(text.text);
        shaped.setTextFormat(Qt::PlainText);
        shaped.setPerformanceHint(QStaticText::AggressiveCaching);
        shaped.prepare(painter_.transform(), font_->font);
        known = texts.insert(text.text, shaped);
    }
    painter_.drawStaticText(QPointF(at.x(), at.y() - font_->ascent), *known);
}

void ShapePainter::operator()(const PlanGlyph& mark) {
    if (glyphOf(mark.look).path.isEmpty()) return;
    const QPointF corner(snapped(mark.box.left()), snapped(mark.box.top()));
    if (pixels_) {
        const int pixels = static_cast<int>(std::lround(mark.box.width() * ratio_));
        painter_.drawImage(
            QRectF(corner.x() - 1 / ratio_, corner.y() - 1 / ratio_, (pixels + 2) / ratio_, (pixels + 2) / ratio_),
            owner_.glyphImage(mark.look, mark.colour, pixels));
        return;
    }
    const auto transform = painter_.transform();
    painter_.translate(corner);
    painter_.scale(mark.box.width() / 12, mark.box.height() / 12);
    drawGlyphPath(glyphOf(mark.look), painter_, mark.colour);
    painter_.setTransform(transform);
}

void ShapePainter::operator()(const PlanPath& path) {
    painter_.setRenderHint(QPainter::Antialiasing, true);
    if (path.fill.isValid()) painter_.fillPath(path.path, path.fill);
    if (path.stroke.isValid()) painter_.strokePath(path.path, QPen(path.stroke, path.width));
    painter_.setRenderHint(QPainter::Antialiasing, !pixels_);
}

void ShapePainter::operator()(const PlanClip& clip) {
    if (!clip.rect.isNull()) {
        painter_.setClipRect(had_clip_ ? clip_ & clip.rect : clip.rect);
    } else if (had_clip_) {
        painter_.setClipRect(clip_);
    } else {
        painter_.setClipping(false);
    }
}

}  // namespace views
