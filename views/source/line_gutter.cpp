#include "source/line_gutter.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include "source/source_view.h"

namespace views {

LineGutter::LineGutter(SourceView& view) : QWidget(&view), view_(view) {
    setObjectName(QStringLiteral("lineNumbers"));
    setAccessibleName(tr("Line numbers"));
}

bool LineGutter::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto block = view_.cursorForPosition(help->pos()).block();
        if (view_.errorLine() != 0 && block.blockNumber() + 1 == static_cast<int>(view_.errorLine()))
            QToolTip::showText(help->globalPos(), view_.errorText_, this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void LineGutter::wheelEvent(QWheelEvent* event) { QCoreApplication::sendEvent(view_.viewport(), event); }

void LineGutter::paintEvent(QPaintEvent*) {
    view_.refreshNow();
    QPainter painter(this);
    const auto& shades = view_.shades();
    painter.fillRect(rect(), shades.surface);
    painter.translate(0, view_.viewport()->y());
    view_.drawBands(painter, width());
    painter.setFont(codeFont(view_.scaled(12)));
    const auto error = static_cast<int>(view_.errorLine());
    for (auto block = view_.firstVisibleBlock(); block.isValid(); block = block.next()) {
        const auto line = view_.lineRect(block);
        if (line.top() > height()) break;
        const int number = block.blockNumber() + 1;
        if (number == error) {
            const qreal side = std::round(view_.scaled(12));
            drawGlyph(painter, {view_.scaled(3), line.center().y() - side / 2, side, side}, glyph(Look::Failed),
                      shades.error);
        }
        painter.setPen(number == error                           ? shades.error
                       : number == static_cast<int>(view_.here_) ? shades.text
                                                                 : shades.text3);
        const qreal right = width() - view_.scaled(8);
        painter.drawText(QRectF(0, line.top(), right, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(number));
    }
}

}  // namespace views
