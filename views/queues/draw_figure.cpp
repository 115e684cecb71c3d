#include "queues/draw_figure.h"

#include <QFontMetricsF>
#include <algorithm>

#include "pane/draw.h"

namespace views {

namespace {

constexpr qreal labelGap = 4;
constexpr qreal labelHeight = 16;
constexpr qreal labelsApart = 6;

class FigurePainter {
public:
    FigurePainter(QPainter& painter, const FigurePaint& how) : painter_(painter), how_(how) {}

    void draw(const Mark& mark) const {
        const QRectF rect(how_.at.x() + mark.left + .5, how_.at.y() + mark.top + .5, mark.width - 1, how_.side - 1);
        const auto item = colours(Look::QueueItem, how_.theme);
        const auto waits = colours(Look::ItemWaits, how_.theme);
        switch (mark.kind) {
            case Mark::Kind::Item: box(rect, item.fill, QPen(item.edge), mark.text, QFont::DemiBold); break;
            case Mark::Kind::Free: box(rect, Qt::NoBrush, QPen(shades().text3, 1, Qt::DotLine), {}); break;
            case Mark::Kind::ItemWaits: box(rect, waits.fill, QPen(waits.edge, 1, Qt::DashLine), mark.text); break;
            case Mark::Kind::Waits: outside(rect, mark); break;
            case Mark::Kind::More: text(rect, mark.text, shades().text2, QFont::Medium); break;
            case Mark::Kind::Arrow: arrow(rect, true); break;
            case Mark::Kind::ArrowUp: arrowUp(rect); break;
            case Mark::Kind::ArrowOn: arrow(rect, false); break;
            case Mark::Kind::Gate: gate(rect, mark.open); break;
            case Mark::Kind::Nothing: nothing(rect); break;
            case Mark::Kind::Error: error(rect, mark.text); break;
            case Mark::Kind::Permit: permit(rect); break;
            case Mark::Kind::Greenlet: greenlet(rect, mark); break;
            case Mark::Kind::Meeting: meeting(rect); break;
        }
    }

    // Each as far as the next one at most, and none beyond the end.
    void labels(const std::vector<Mark>& marks) const {
        painter_.setFont(uiFont(how_.font, 11 * how_.unit));
        painter_.setPen(shades().text2);
        const QFontMetricsF metrics(painter_.font());
        qreal end = how_.width;
        qreal row = -1;
        for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
            if (mark->top != row) end = how_.width;
            row = mark->top;
            if (mark->under.isEmpty()) continue;
            const qreal width = metrics.horizontalAdvance(mark->under) + 1;
            const qreal left = std::max(0.0, std::min(mark->left, end - width));
            drawLine(painter_,
                     {how_.at.x() + left, how_.at.y() + row + how_.side + labelGap * how_.unit,
                      std::min(width, end - left), labelHeight * how_.unit},
                     mark->under);
            end = left - labelsApart * how_.unit;
        }
    }

private:
    const Palette& shades() const { return palette(how_.theme); }

    void text(const QRectF& rect, const QString& text, const QColor& colour, QFont::Weight weight,
              Qt::Alignment alignment = Qt::AlignCenter) const {
        painter_.setFont(uiFont(how_.font, (text.size() > 4 ? 13 : 15) * how_.unit, weight));
        painter_.setPen(colour);
        painter_.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine, text);
    }

    void box(const QRectF& rect, const QBrush& fill, const QPen& edge, const QString& inside,
             QFont::Weight weight = QFont::Medium) const {
        painter_.setPen(edge);
        painter_.setBrush(fill);
        painter_.drawRoundedRect(rect, 3, 3);
        text(rect, inside, shades().text, weight);
    }

    void stroke(const QPainterPath& path, qreal width, const QColor& colour) const {
        painter_.strokePath(path, QPen(colour, width * how_.unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }

    void arrow(const QRectF& rect, bool left) const {
        const qreal way = left ? 1 : -1;
        const QPointF tip(left ? rect.left() + 3 : rect.right() - 3, rect.center().y());
        QPainterPath path(tip + QPointF(13 * way, 0));
        path.lineTo(tip);
        path.moveTo(tip + QPointF(4 * way, -4));
        path.lineTo(tip);
        path.lineTo(tip + QPointF(4 * way, 4));
        painter_.strokePath(path, QPen(shades().text2, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }

    void arrowUp(const QRectF& rect) const {
        const QPointF tip(rect.center().x(), rect.center().y() - 8);
        QPainterPath path(tip + QPointF(0, 16));
        path.lineTo(tip);
        path.moveTo(tip + QPointF(-4, 4));
        path.lineTo(tip);
        path.lineTo(tip + QPointF(4, 4));
        painter_.strokePath(path, QPen(shades().text2, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }

    // Two posts and a bar, as at a crossing: across the way, or raised.
    void gate(const QRectF& rect, bool open) const {
        const qreal inset = rect.height() / 8;
        const QRectF way = rect.adjusted(inset, inset, -inset, 0);
        QPainterPath posts(way.topLeft());
        posts.lineTo(way.bottomLeft());
        posts.moveTo(way.right(), way.center().y());
        posts.lineTo(way.bottomRight());
        stroke(posts, 2, shades().text2);
        const QPointF hinge(way.left(), way.center().y());
        const QPointF far = open ? QPointF(way.left() + way.width() * .55, way.top() - inset / 2)
                                 : QPointF(way.right(), way.center().y());
        QPainterPath bar(hinge);
        bar.lineTo(far);
        stroke(bar, 6, shades().text);
        // Stripes of a barrier.
        painter_.setPen(QPen(shades().surface, 2 * how_.unit));
        constexpr int stripes = 4;
        for (int i = 1; i < stripes; ++i) {
            const QPointF middle = hinge + (far - hinge) * i / stripes;
            painter_.drawLine(middle + QPointF(-1.5, 3) * how_.unit, middle + QPointF(1.5, -3) * how_.unit);
        }
    }

    void nothing(const QRectF& rect) const {
        box(rect, Qt::NoBrush, QPen(shades().text3, 1, Qt::DotLine), QStringLiteral("?"));
    }

    void error(const QRectF& rect, const QString& inside) const {
        const auto failed = colours(Look::Failed, how_.theme);
        painter_.setPen(QPen(failed.edge));
        painter_.setBrush(failed.fill);
        painter_.drawRoundedRect(rect, 3, 3);
        glyphAndText(rect, Look::Failed, inside, failed.text, failed.text);
    }

    // A token to be taken from its place.
    void permit(const QRectF& rect) const {
        box(rect, Qt::NoBrush, QPen(shades().text3, 1, Qt::DotLine), {});
        const qreal radius = rect.height() / 6;
        const auto item = colours(Look::QueueItem, how_.theme);
        painter_.setPen(QPen(item.edge, 1.5));
        painter_.setBrush(item.fill);
        painter_.drawEllipse(rect.center(), radius, radius);
    }

    void meeting(const QRectF& rect) const {
        painter_.setPen(QPen(shades().text3, 1, Qt::DotLine));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawEllipse(rect.center(), rect.height() / 2.6, rect.height() / 2.6);
    }

    void glyphAndText(const QRectF& rect, Look look, const QString& inside, const QColor& ink,
                      const QColor& colour) const {
        const qreal side = 12 * how_.unit;
        const qreal left = rect.left() + rect.height() / 6;
        drawGlyph(painter_, {left, rect.center().y() - side / 2, side, side}, glyph(look), ink);
        const qreal x = left + side + 4 * how_.unit;
        painter_.setFont(uiFont(how_.font, 13 * how_.unit, QFont::DemiBold));
        painter_.setPen(colour);
        painter_.drawText(QRectF(x, rect.top(), rect.right() - x + 2, rect.height()),
                          Qt::AlignVCenter | Qt::TextSingleLine, inside);
    }

    void outside(const QRectF& rect, const Mark& mark) const {
        const auto look = colours(mark.look, how_.theme);
        painter_.setPen(QPen(look.edge, 1, Qt::DashLine));
        painter_.setBrush(mark.look == Look::Runnable ? QBrush(shades().surface) : QBrush(look.fill));
        painter_.drawRoundedRect(rect, 3, 3);
        glyphAndText(rect, mark.look, mark.text, look.edge, shades().text);
    }

    // As its pill in the source: filled only if it runs. A frame more for each time that it has taken a lock.
    void greenlet(const QRectF& rect, const Mark& mark) const {
        const auto look = colours(mark.look, how_.theme);
        const bool runs = mark.look == Look::Running;
        const int frames = std::min(mark.depth, 4) - 1;
        const qreal step = how_.side / 9;
        painter_.setPen(QPen(look.edge));
        painter_.setBrush(shades().surface);
        for (int i = frames; i > 0; --i)
            painter_.drawRoundedRect(rect.adjusted(i * step, i * step / 2, -(frames - i) * step, -i * step / 2), 3, 3);
        const QRectF front = rect.adjusted(0, 0, -frames * step, 0);
        painter_.setBrush(runs ? look.fill : shades().surface);
        painter_.drawRoundedRect(front, 3, 3);
        glyphAndText(front, mark.look, mark.text, runs ? look.text : look.edge, runs ? look.text : shades().text);
    }

    QPainter& painter_;
    const FigurePaint& how_;
};

}  // namespace

void drawFigure(QPainter& painter, const std::vector<Mark>& marks, const FigurePaint& how) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const FigurePainter figure(painter, how);
    for (const auto& mark : marks) figure.draw(mark);
    figure.labels(marks);
    painter.restore();
}

}  // namespace views
