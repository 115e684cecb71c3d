#include "source/line_gutter.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "source/code_editor.h"

namespace views {

LineGutter::LineGutter(CodeEditor& view) : QWidget(&view), view_(view) {
    setObjectName(QStringLiteral("lineNumbers"));
    setAccessibleName(tr("Line numbers"));
}

bool LineGutter::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto block = blockAt(help->pos());
        const auto line = static_cast<std::uint32_t>(block.blockNumber() + 1);
        if (line != 0 && line == view_.errorLine())
            QToolTip::showText(help->globalPos(), view_.errorText_, this);
        else if (view_.breakpoints_.contains(line))
            QToolTip::showText(help->globalPos(), tr("Breakpoint: the run is held before line %1").arg(line), this);
        else if (view_.takesBreakpoints() && block.isValid())
            QToolTip::showText(help->globalPos(), tr("Click for a breakpoint at line %1").arg(line), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

QTextBlock LineGutter::blockAt(QPointF point) const {
    for (auto block = view_.firstVisibleBlock(); block.isValid(); block = block.next())
        if (view_.lineRect(block).translated(0, view_.viewport()->y()).bottom() > point.y()) return block;
    return {};
}

void LineGutter::mousePressEvent(QMouseEvent* event) {
    const auto block = blockAt(event->position());
    if (event->button() == Qt::LeftButton && block.isValid())
        view_.toggleBreakpoint(static_cast<std::uint32_t>(block.blockNumber() + 1));
    view_.giveFocusBack();
}

// Else it would go on to the text, and begin a selection there.
void LineGutter::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void LineGutter::wheelEvent(QWheelEvent* event) { QCoreApplication::sendEvent(view_.viewport(), event); }

void LineGutter::paintEvent(QPaintEvent*) {
    view_.refreshNow();
    QPainter painter(this);
    const auto& shades = view_.shades();
    painter.fillRect(rect(), shades.surface);
    painter.translate(0, view_.viewport()->y());
    view_.drawBands(painter, width());
    painter.setFont(codeFont(view_.scaled(12)));
    const auto marks = view_.lineMarks();
    const auto error = view_.errorLine();
    for (auto block = view_.firstVisibleBlock(); block.isValid(); block = block.next()) {
        const auto line = view_.lineRect(block);
        if (line.top() > height()) break;
        const auto number = static_cast<std::uint32_t>(block.blockNumber() + 1);
        if (number == error) {
            const qreal side = std::round(view_.scaled(12));
            drawGlyph(painter, {view_.scaled(3), line.center().y() - side / 2, side, side}, glyph(Look::Failed),
                      shades.error);
        }
        painter.setRenderHint(QPainter::Antialiasing);
        if (view_.breakpoints_.contains(number) && number != error) {
            const qreal side = std::round(view_.scaled(10));
            painter.setPen(QPen(shades.surface, 1));
            painter.setBrush(shades.error);
            painter.drawEllipse(QRectF(view_.scaled(5), line.center().y() - side / 2, side, side));
        }
        const auto isHere = [number](const LineMark& mark) { return mark.line == number; };
        if (std::ranges::any_of(marks, [&](const LineMark& mark) { return isHere(mark) && mark.pointedAt; })) {
            // Points at the line that is about to run.
            const qreal side = view_.scaled(4);
            const QPointF tip(width() - 1, line.center().y());
            painter.setPen(Qt::NoPen);
            painter.setBrush(shades.accent);
            painter.drawPolygon(QPolygonF{tip, tip + QPointF(-1.5 * side, -side), tip + QPointF(-1.5 * side, side)});
        }
        painter.setRenderHint(QPainter::Antialiasing, false);
        const auto mark = std::ranges::find_if(marks, isHere);
        painter.setPen(mark == marks.end() ? shades.text3 : mark->number);
        const qreal right = width() - view_.scaled(8);
        painter.drawText(QRectF(0, line.top(), right, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(number));
    }
}

}  // namespace views
