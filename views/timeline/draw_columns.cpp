// Dense rows. On pixels each row is put together in an image, scan line by scan line: hundreds of
// patterned boxes a row would take longer than the rest of the frame.
#include <algorithm>
#include <array>
#include <cmath>

#include "timeline/shape_painter.h"

namespace views {

namespace {

constexpr qreal tall_box = 10;  // of what runs or can run
constexpr qreal low_box = 6;    // of what waits

qreal boxHeight(Look look) { return level(look) >= 0.5 ? tall_box : low_box; }

// Calls run(first, end, look) for each stretch of columns with one look.
template <class Run>
void eachRun(const std::vector<PlanColumns::Column>& columns, Run&& run) {
    for (std::size_t i = 0; i < columns.size();) {
        std::size_t end = i + 1;
        while (end < columns.size() && columns[end].look == columns[i].look) ++end;
        if (columns[i].look != Look::HubIdle) run(i, end, columns[i].look);
        i = end;
    }
}

// A rectangle of an image in its own pixels, kept inside it.
struct Area {
    int left, top, right, bottom;
};

class Canvas {
public:
    explicit Canvas(QImage& image)
        : pixels_(reinterpret_cast<QRgb*>(image.bits())), stride_(image.bytesPerLine() / 4), size_(image.size()) {}

    void fill(Area area, QRgb colour) {
        area = inside(area);
        for (int y = area.top; y < area.bottom; ++y) {
            auto* line = pixels_ + y * stride_;
            std::fill(line + area.left, line + std::max(area.left, area.right), colour);
        }
    }

    // Of a tile that lies at the device's origin; the image lies at (x, y) on the device.
    void tile(Area area, const QImage& tile, int x, int y) {
        area = inside(area);
        const int width = tile.width();
        for (int row = area.top; row < area.bottom; ++row) {
            auto* line = pixels_ + row * stride_;
            const auto* source = reinterpret_cast<const QRgb*>(tile.constScanLine((row + y) % tile.height()));
            int from = (area.left + x) % width;
            for (int column = area.left; column < area.right; ++column) {
                line[column] = source[from];
                if (++from == width) from = 0;
            }
        }
    }

private:
    Area inside(Area area) const {
        return {std::max(area.left, 0), std::max(area.top, 0), std::min(area.right, size_.width()),
                std::min(area.bottom, size_.height())};
    }
    QRgb* pixels_;
    qsizetype stride_;
    QSize size_;
};

}  // namespace

void ShapePainter::operator()(const PlanColumns& columns) {
    if (columns.columns.empty()) return;
    if (!columns.merged) {
        bars(columns);
    } else if (pixels_) {
        mergedImage(columns);
    } else {
        bars(columns);
        mergedBoxes(columns);
    }
}

void ShapePainter::bars(const PlanColumns& columns) {
    for (std::size_t i = 0; i < columns.columns.size(); ++i) {
        const qreal height = std::round(static_cast<qreal>(columns.columns[i].share) * columns.tall);
        const qreal left = columns.x + static_cast<qreal>(i) * columns.pitch;
        const qreal right = std::min(left + columns.pitch - columns.gap, columns.right);
        if (height <= 0 || right <= left) continue;
        fill(snapped(QRectF(left, columns.floor - height, right - left, height)), columns.bar, {});
    }
}

void ShapePainter::mergedBoxes(const PlanColumns& columns) {
    eachRun(columns.columns, [&](std::size_t first, std::size_t end, Look look) {
        const qreal left = columns.x + static_cast<qreal>(first) * columns.pitch;
        const qreal right = std::min(columns.x + static_cast<qreal>(end) * columns.pitch, columns.right);
        const qreal height = boxHeight(look);
        const auto& ink = colours(look, theme_);
        PlanBox box{{left, columns.base - height, right - left, height}, ink.fill, ink.edge, 1};
        if (pattern(look) != Pattern::None) box.pattern = look;
        if (right > left) (*this)(box);
    });
}

void ShapePainter::mergedImage(const PlanColumns& columns) {
    const auto device = [this](qreal value) { return static_cast<int>(std::lround(value * ratio_)); };
    const int left = device(columns.x);
    const int top = device(std::min(columns.floor - columns.tall, columns.base - tall_box));
    const int base = device(columns.base) - top;
    const QSize size(
        device(std::min(columns.x + columns.pitch * static_cast<qreal>(columns.columns.size()), columns.right)) - left,
        base);
    if (size.isEmpty()) return;
    QImage& image = owner_.columns_;
    if (image.size() != size) image = QImage(size, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio_);
    image.fill(palette(theme_).surface);

    Canvas canvas(image);
    const int floor = device(columns.floor) - top;
    const QRgb bar = columns.bar.rgb();
    for (std::size_t i = 0; i < columns.columns.size(); ++i) {
        const int height = device(std::round(static_cast<qreal>(columns.columns[i].share) * columns.tall));
        if (height <= 0) continue;
        const qreal x = columns.x + static_cast<qreal>(i) * columns.pitch;
        canvas.fill({device(x) - left, floor - height, device(x + columns.pitch - columns.gap) - left, floor}, bar);
    }
    const auto transform = painter_.deviceTransform();
    const int shift_x = left + static_cast<int>(transform.dx());
    const int shift_y = top + static_cast<int>(transform.dy());
    const int edge = std::max(1, static_cast<int>(std::round(ratio_)));
    eachRun(columns.columns, [&](std::size_t first, std::size_t end, Look look) {
        const Area box{
            device(columns.x + static_cast<qreal>(first) * columns.pitch) - left, base - device(boxHeight(look)),
            std::min(device(columns.x + static_cast<qreal>(end) * columns.pitch) - left, size.width()), base};
        const auto& ink = colours(look, theme_);
        canvas.fill(box, ink.edge.rgb());
        const Area inner{box.left + edge, box.top + edge, box.right - edge, box.bottom - edge};
        if (pattern(look) == Pattern::None)
            canvas.fill(inner, ink.fill.rgb());
        else
            canvas.tile(inner, brush(look, theme_, pattern_scale_, ratio_).textureImage(), std::max(shift_x, 0),
                        std::max(shift_y, 0));
    });
    painter_.drawImage(QPointF(left / ratio_, top / ratio_), image);
}

}  // namespace views
