#include "source/code_layout.h"

#include <QTextBlock>
#include <QTextLayout>
#include <cmath>

namespace views {

void CodeLayout::setLineHeight(qreal height) {
    if (height == lineHeight_) return;
    lineHeight_ = height;
    requestUpdate();
}

// A line's place in its block is set each time: the layout forgets it whenever the text changes.
QRectF CodeLayout::blockBoundingRect(const QTextBlock& block) const {
    QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
    auto* layout = block.layout();
    if (rect.isNull() || !layout || layout->lineCount() != 1) return rect;
    auto line = layout->lineAt(0);
    const qreal above = std::max(0.0, std::floor((lineHeight_ - line.height()) / 2));
    if (line.y() != above) line.setPosition(QPointF(line.x(), above));
    rect.setHeight(std::max(lineHeight_, line.height()));
    return rect;
}

}  // namespace views
