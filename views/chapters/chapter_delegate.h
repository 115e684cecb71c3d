// Draws the rows of the chapters: names, titles beside them where there is room, and the signs of progress.
#pragma once

#include <QStyledItemDelegate>

#include "palette/palette.h"
#include "pane/text_size.h"

namespace views {

class ChapterDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setLook(Theme theme, int textSize);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintChapter(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintExample(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    qreal scaled(qreal pixels) const { return pixels * textSize_ / usualTextSize; }

    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
};

}  // namespace views
