#include "window/icons.h"

#include <QPainter>
#include <QPixmap>

namespace app {

namespace {

constexpr int side = 16;

struct Drawing {
    QPainterPath stroked;
    QPainterPath filled;
};

QPainterPath polyline(std::initializer_list<QPointF> points) {
    QPainterPath path;
    for (const auto& point : points) path.elementCount() == 0 ? path.moveTo(point) : path.lineTo(point);
    return path;
}

QPainterPath polygon(std::initializer_list<QPointF> points) {
    auto path = polyline(points);
    path.closeSubpath();
    return path;
}

QPainterPath together(std::initializer_list<QPainterPath> parts) {
    QPainterPath path;
    for (const auto& part : parts) path.addPath(part);
    return path;
}

QPainterPath fitCorners() {
    QPainterPath path;
    for (const int x : {0, 1})
        for (const int y : {0, 1}) {
            const QPointF corner(x ? 13.5 : 2.5, y ? 13.5 : 2.5);
            const qreal dx = x ? -3.5 : 3.5;
            const qreal dy = y ? -3.5 : 3.5;
            path.addPath(polyline({corner + QPointF(dx, 0), corner, corner + QPointF(0, dy)}));
        }
    return path;
}

QPainterPath clock() {
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), 6, 6);
    path.addPath(polyline({{8, 4.5}, {8, 8}, {10.5, 9.5}}));
    return path;
}

QPainterPath ringed(QPainterPath path) {
    path.addEllipse(QPointF(8, 8), 6.5, 6.5);
    return path;
}

Drawing drawing(IconId id) {
    switch (id) {
        case IconId::First:
            return {together({polyline({{12.5, 3.5}, {7, 8}, {12.5, 12.5}}), polyline({{3.5, 3}, {3.5, 13}})}), {}};
        case IconId::Last:
            return {together({polyline({{3.5, 3.5}, {9, 8}, {3.5, 12.5}}), polyline({{12.5, 3}, {12.5, 13}})}), {}};
        case IconId::Back: return {polyline({{10, 3.5}, {5.5, 8}, {10, 12.5}}), {}};
        case IconId::FarBack:
            return {together({polyline({{8, 3.5}, {3.5, 8}, {8, 12.5}}), polyline({{13, 3.5}, {8.5, 8}, {13, 12.5}})}),
                    {}};
        case IconId::FarForward:
            return {together({polyline({{3, 3.5}, {7.5, 8}, {3, 12.5}}), polyline({{8, 3.5}, {12.5, 8}, {8, 12.5}})}),
                    {}};
        case IconId::Forward: return {polyline({{6, 3.5}, {10.5, 8}, {6, 12.5}}), {}};
        case IconId::Play: return {{}, polygon({{4.5, 2.5}, {13, 8}, {4.5, 13.5}})};
        case IconId::Pause: {
            QPainterPath bars;
            bars.addRect(4, 3, 3, 10);
            bars.addRect(9, 3, 3, 10);
            return {{}, bars};
        }
        case IconId::Clock: return {clock(), {}};
        case IconId::Minus: return {polyline({{3, 8}, {13, 8}}), {}};
        case IconId::Plus: return {together({polyline({{3, 8}, {13, 8}}), polyline({{8, 3}, {8, 13}})}), {}};
        case IconId::Fit: return {fitCorners(), {}};
        case IconId::Export:
            return {together({polyline({{8, 2.5}, {8, 10}}), polyline({{4.5, 6.8}, {8, 10.2}, {11.5, 6.8}}),
                              polyline({{3, 13.2}, {13, 13.2}})}),
                    {}};
        case IconId::Close: return {together({polyline({{4, 4}, {12, 12}}), polyline({{12, 4}, {4, 12}})}), {}};
        case IconId::Float: {
            QPainterPath path;
            path.addRect(3.5, 5.5, 7, 7);
            path.addPath(polyline({{6, 5}, {6, 3}, {13, 3}, {13, 10}, {11, 10}}));
            return {path, {}};
        }
        case IconId::ArrowUp: return {polyline({{4.5, 9.5}, {8, 6}, {11.5, 9.5}}), {}};
        case IconId::ArrowDown: return {polyline({{4.5, 6.5}, {8, 10}, {11.5, 6.5}}), {}};
        case IconId::Information:
            return {ringed(together({polyline({{8, 7.5}, {8, 11}}), polyline({{8, 4.8}, {8, 5}})})), {}};
        case IconId::Warning:
            return {ringed(together({polyline({{8, 4.8}, {8, 8.5}}), polyline({{8, 11}, {8, 11.2}})})), {}};
    }
    return {};
}

QPixmap pixmap(const Drawing& drawing, const QColor& colour, int ratio) {
    QPixmap picture(side * ratio, side * ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(drawing.stroked);
    painter.fillPath(drawing.filled, colour);
    painter.end();
    picture.setDevicePixelRatio(ratio);
    return picture;
}

}  // namespace

QIcon icon(IconId id, views::Theme theme) {
    const auto& shades = views::palette(theme);
    const auto shape = drawing(id);
    const auto colour = id == IconId::Play ? views::colours(views::Look::Running, theme).fill : shades.text;
    QIcon icon;
    for (const int ratio : {1, 2, 3}) {
        icon.addPixmap(pixmap(shape, colour, ratio));
        icon.addPixmap(pixmap(shape, shades.lineStrong, ratio), QIcon::Disabled);
    }
    return icon;
}

QIcon applicationIcon() {
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap picture(size, size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(size / 16.0, size / 16.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(views::colours(views::Look::Running, views::Theme::Light).fill);
        painter.drawRoundedRect(QRectF(0.5, 0.5, 15, 15), 3, 3);
        painter.setPen(QPen(Qt::white, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(
            polyline({{2.8, 10}, {5.2, 10}, {5.2, 5}, {8, 5}, {8, 11.5}, {10.8, 11.5}, {10.8, 8}, {13.2, 8}}));
        painter.end();
        icon.addPixmap(picture);
    }
    return icon;
}

}  // namespace app
