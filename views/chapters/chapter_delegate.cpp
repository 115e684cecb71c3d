#include "chapters/chapter_delegate.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTreeView>

#include "chapters/chapter_model.h"
#include "pane/draw.h"

namespace views {

namespace {

constexpr qreal inset = 12;
constexpr qreal sign = 12;  // of progress, and the arrow of a chapter
constexpr qreal afterSign = 8;
constexpr qreal afterName = 10;
constexpr qreal narrowest = 60;  // a title with less room would be a few letters

}  // namespace

void ChapterDelegate::setLook(Theme theme, int textSize) {
    theme_ = theme;
    textSize_ = textSize;
}

QSize ChapterDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    return {qRound(scaled(120)), qRound(scaled(index.parent().isValid() ? 24 : 28))};
}

void ChapterDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto& shades = palette(theme_);
    const auto* rows = qobject_cast<const QTreeView*>(option.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(ChapterModel::OpenRole).toBool()) {
        painter->fillRect(option.rect, shades.accentSoft);
        painter->fillRect(QRectF(option.rect.left(), option.rect.top(), scaled(3), option.rect.height()),
                          shades.accent);
    } else if ((option.state & QStyle::State_MouseOver) || (rows && rows->currentIndex() == index)) {
        painter->fillRect(option.rect, shades.hover);
    }
    if (index.parent().isValid())
        paintExample(*painter, option, index);
    else
        paintChapter(*painter, option, index);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(shades.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

void ChapterDelegate::paintChapter(QPainter& painter, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const auto& shades = palette(theme_);
    const QRectF row(option.rect);
    const auto* rows = qobject_cast<const QTreeView*>(option.widget);
    const QPointF middle(row.left() + scaled(inset + sign / 2), row.center().y());
    const qreal half = scaled(3);
    painter.setPen(QPen(shades.text2, scaled(1.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (rows && rows->isExpanded(index))
        painter.drawPolyline(QPolygonF{middle + QPointF(-half, -half / 2), middle + QPointF(0, half / 2),
                                       middle + QPointF(half, -half / 2)});
    else
        painter.drawPolyline(QPolygonF{middle + QPointF(-half / 2, -half), middle + QPointF(half / 2, 0),
                                       middle + QPointF(-half / 2, half)});
    const auto font = uiFont(option.font, scaled(12), QFont::DemiBold);
    const auto small = uiFont(option.font, scaled(12));
    const auto count = tr("%1 of %2")
                           .arg(index.data(ChapterModel::WalkedRole).toInt())
                           .arg(index.data(ChapterModel::CountRole).toInt());
    const qreal countWidth = QFontMetricsF(small).horizontalAdvance(count);
    const qreal left = row.left() + scaled(inset + sign + afterSign);
    const qreal right = row.right() - scaled(inset);
    painter.setFont(font);
    painter.setPen(shades.text2);
    drawLine(painter, QRectF(left, row.top(), right - countWidth - scaled(afterName) - left, row.height()),
             index.data().toString());
    painter.setFont(small);
    painter.setPen(shades.text3);
    drawLine(painter, QRectF(right - countWidth, row.top(), countWidth, row.height()), count);
}

void ChapterDelegate::paintExample(QPainter& painter, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const auto& shades = palette(theme_);
    const QRectF row(option.rect);
    const auto progress = index.data(ChapterModel::ProgressRole).value<Progress>();
    qreal left = row.left() + scaled(inset + sign / 2);
    const QRectF box(left, row.center().y() - scaled(sign) / 2, scaled(sign), scaled(sign));
    drawGlyph(painter, box, {progressGlyph(progress), true},
              progress == Progress::Unseen ? shades.text3 : shades.text2);
    left = box.right() + scaled(afterSign);
    const bool isOpen = index.data(ChapterModel::OpenRole).toBool();
    const auto font = uiFont(option.font, textSize_, isOpen ? QFont::DemiBold : QFont::Normal);
    const auto name = index.data().toString();
    const qreal right = row.right() - scaled(inset);
    painter.setFont(font);
    painter.setPen(shades.text);
    drawLine(painter, QRectF(left, row.top(), right - left, row.height()), name);
    left += QFontMetricsF(font).horizontalAdvance(name) + scaled(afterName);
    if (right - left < scaled(narrowest)) return;
    painter.setFont(uiFont(option.font, scaled(12)));
    painter.setPen(shades.text2);
    drawLine(painter, QRectF(left, row.top(), right - left, row.height()),
             index.data(ChapterModel::TitleRole).toString());
}

}  // namespace views
