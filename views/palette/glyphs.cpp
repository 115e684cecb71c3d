// Drawn as paths: the fonts of a fresh machine lack these signs.
#include <array>

#include "palette/palette.h"

namespace views {

namespace {

void polyline(QPainterPath& path, std::initializer_list<QPointF> points) {
    bool first = true;
    for (const auto& point : points) {
        if (first)
            path.moveTo(point);
        else
            path.lineTo(point);
        first = false;
    }
}

Glyph make(Look look) {
    Glyph glyph;
    QPainterPath& path = glyph.path;
    const QPointF centre(6, 6);
    switch (look) {
        case Look::Running:
            polyline(path, {{3, 1.5}, {3, 10.5}, {10.5, 6}});
            path.closeSubpath();
            glyph.filled = true;
            break;
        case Look::Runnable:
            polyline(path, {{2, 2.2}, {5.6, 6}, {2, 9.8}});
            polyline(path, {{6.4, 2.2}, {10, 6}, {6.4, 9.8}});
            break;
        case Look::WaitsData:
            path.addRect(2.5, 2, 2.6, 8);
            path.addRect(6.9, 2, 2.6, 8);
            glyph.filled = true;
            break;
        case Look::Sleeps:
            path.addEllipse(centre, 4.4, 4.4);
            polyline(path, {{6, 3.2}, {6, 6}, {8.4, 6}});
            break;
        case Look::WaitsLock:
            path.addEllipse(centre, 4.4, 4.4);
            polyline(path, {{2.9, 9.1}, {9.1, 2.9}});
            break;
        case Look::WaitsIo:
            polyline(path, {{3.5, 10}, {3.5, 2}});
            polyline(path, {{1.4, 4.1}, {3.5, 2}, {5.6, 4.1}});
            polyline(path, {{8.5, 2}, {8.5, 10}});
            polyline(path, {{6.4, 7.9}, {8.5, 10}, {10.6, 7.9}});
            break;
        case Look::Finished: polyline(path, {{1.8, 6.4}, {4.8, 9.4}, {10.2, 2.8}}); break;
        case Look::Killed:
            path.addEllipse(centre, 4.4, 4.4);
            polyline(path, {{4.2, 4.2}, {7.8, 7.8}});
            polyline(path, {{7.8, 4.2}, {4.2, 7.8}});
            break;
        case Look::Failed:
            polyline(path, {{2.2, 2.2}, {9.8, 9.8}});
            polyline(path, {{9.8, 2.2}, {2.2, 9.8}});
            break;
        case Look::Created:
            // A ring of eight dashes.
            for (int dash = 0; dash < 8; ++dash) {
                const QRectF ring(2, 2, 8, 8);
                path.arcMoveTo(ring, dash * 45);
                path.arcTo(ring, dash * 45, 20);
            }
            break;
        case Look::HubIdle:
        case Look::QueueItem:
        case Look::ItemWaits: break;
    }
    return glyph;
}

}  // namespace

const Glyph& glyph(Look look) {
    static const auto all = [] {
        std::array<Glyph, look_count> glyphs;
        for (int i = 0; i < look_count; ++i) glyphs[static_cast<std::size_t>(i)] = make(static_cast<Look>(i));
        return glyphs;
    }();
    return all[static_cast<std::size_t>(look)];
}

const Glyph& queueGlyph() {
    static const Glyph queue = [] {
        Glyph glyph;
        polyline(glyph.path, {{1, 3}, {11, 3}});
        polyline(glyph.path, {{1, 9}, {11, 9}});
        polyline(glyph.path, {{4, 3}, {4, 9}});
        polyline(glyph.path, {{8, 3}, {8, 9}});
        return glyph;
    }();
    return queue;
}

}  // namespace views
