#include <QImage>
#include <QPainter>
#include <QTransform>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "palette/palette.h"

namespace views {

namespace {

// In units at scale 1. Diagonals and hatches are 6 apart across, so 6√2 along x.
constexpr qreal hatch_step = 6 * std::numbers::sqrt2;
constexpr qreal vertical_step = 5;
constexpr qreal dot_step = 6;

qreal stepOf(Pattern pattern) {
    switch (pattern) {
        case Pattern::Diagonals:
        case Pattern::CrossHatch: return hatch_step;
        case Pattern::Verticals: return vertical_step;
        default: return dot_step;
    }
}

// Strokes of the pattern over `rect`, uncut, with `step` between them. They are counted from the
// origin, so that neighbours continue each other's pattern.
std::vector<QLineF> strokes(Pattern pattern, const QRectF& rect, qreal step) {
    std::vector<QLineF> lines;
    const auto first = [step](qreal at) { return std::floor(at / step) * step; };
    if (pattern == Pattern::Diagonals || pattern == Pattern::CrossHatch) {
        // Falling to the left: x + y is constant.
        for (qreal sum = first(rect.left() + rect.top()); sum <= rect.right() + rect.bottom() + step; sum += step)
            lines.emplace_back(sum - rect.top(), rect.top(), sum - rect.bottom(), rect.bottom());
    }
    if (pattern == Pattern::CrossHatch) {
        for (qreal gap = first(rect.left() - rect.bottom()); gap <= rect.right() - rect.top() + step; gap += step)
            lines.emplace_back(gap + rect.top(), rect.top(), gap + rect.bottom(), rect.bottom());
    }
    if (pattern == Pattern::Verticals) {
        for (qreal x = first(rect.left()) + step * 0.15; x <= rect.right() + step; x += step)
            lines.emplace_back(x, rect.top(), x, rect.bottom());
    }
    if (pattern == Pattern::Dots) {
        for (qreal y = first(rect.top()) + step / 2; y < rect.bottom() + step; y += step)
            for (qreal x = first(rect.left()) + step / 2; x < rect.right() + step; x += step)
                lines.emplace_back(x, y, x, y);
    }
    return lines;
}

// The part of `line` inside `rect`; a null line if there is none.
QLineF cut(const QLineF& line, const QRectF& rect) {
    if (line.p1() == line.p2()) return rect.contains(line.p1()) ? line : QLineF();
    qreal from = 0;
    qreal to = 1;
    const auto limit = [&](qreal start, qreal delta, qreal low, qreal high) {
        if (qFuzzyIsNull(delta)) {
            if (start < low || start > high) to = -1;
            return;
        }
        const qreal a = (low - start) / delta;
        const qreal b = (high - start) / delta;
        from = std::max(from, std::min(a, b));
        to = std::min(to, std::max(a, b));
    };
    limit(line.x1(), line.dx(), rect.left(), rect.right());
    limit(line.y1(), line.dy(), rect.top(), rect.bottom());
    return from < to ? QLineF(line.pointAt(from), line.pointAt(to)) : QLineF();
}

// One tile, `size` by `size` pixels, that repeats without a seam: the step is bent by a fraction of a
// pixel so that two of them fill it.
QImage tile(Look look, Theme theme, qreal pixels) {
    const Pattern kind = pattern(look);
    const auto& ink = colours(look, theme);
    const int size = std::max(2, static_cast<int>(std::lround(2 * stepOf(kind) * pixels)));
    const qreal step = size / 2.0;
    QImage image(size, size, QImage::Format_RGB32);
    image.fill(ink.fill);
    QPainter painter(&image);
    const bool upright = kind == Pattern::Verticals;
    painter.setRenderHint(QPainter::Antialiasing, !upright);
    painter.setPen(
        QPen(ink.ink, patternWidth(kind, pixels), Qt::SolidLine, kind == Pattern::Dots ? Qt::RoundCap : Qt::SquareCap));
    for (const auto& line : strokes(kind, QRectF(-step, -step, 4 * step, 4 * step), step)) {
        if (upright)  // a whole pixel's edge: half-covered columns would look like another, paler pattern
            painter.fillRect(
                QRectF(std::round(line.x1() - step * 0.15), 0, std::round(patternWidth(kind, pixels)), size), ink.ink);
        else if (kind == Pattern::Dots)
            painter.drawPoint(line.p1());
        else
            painter.drawLine(line);
    }
    return image;
}

}  // namespace

Pattern pattern(Look look) {
    switch (look) {
        case Look::WaitsData:
        case Look::Killed: return Pattern::Diagonals;
        case Look::WaitsLock: return Pattern::CrossHatch;
        case Look::WaitsIo: return Pattern::Verticals;
        case Look::Sleeps: return Pattern::Dots;
        default: return Pattern::None;
    }
}

qreal patternWidth(Pattern pattern, qreal scale) {
    switch (pattern) {
        case Pattern::Diagonals: return 2.2 * scale;
        case Pattern::CrossHatch: return 1.6 * scale;
        case Pattern::Verticals: return 1.5 * scale;
        case Pattern::Dots: return 2 * scale;
        case Pattern::None: break;
    }
    return 0;
}

std::vector<QLineF> patternLines(Pattern pattern, const QRectF& rect, qreal scale) {
    std::vector<QLineF> inside;
    if (pattern == Pattern::None || rect.isEmpty()) return inside;
    for (const auto& line : strokes(pattern, rect, stepOf(pattern) * scale))
        if (const QLineF part = cut(line, rect); pattern == Pattern::Dots ? rect.contains(line.p1()) : !part.isNull())
            inside.push_back(part);
    return inside;
}

QBrush brush(Look look, Theme theme, qreal scale, qreal devicePixelRatio) {
    if (pattern(look) == Pattern::None) return colours(look, theme).fill;
    // Made once for each look, theme and size; GUI thread only, like all of Qt's painting here.
    static std::map<std::tuple<Look, Theme, int>, QImage> tiles;
    auto& image = tiles[{look, theme, static_cast<int>(std::lround(scale * devicePixelRatio * 64))}];
    if (image.isNull()) image = tile(look, theme, scale * devicePixelRatio);
    QBrush textured(image);
    if (devicePixelRatio != 1) textured.setTransform(QTransform::fromScale(1 / devicePixelRatio, 1 / devicePixelRatio));
    return textured;
}

}  // namespace views
