// What the looks mean: a sample and a word for each.
#pragma once

#include <QWidget>
#include <vector>

#include "palette/palette.h"

namespace views {

class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget* parent = nullptr);

    void setTheme(Theme theme);
    void setTextSize(int pixels);

    // The looks shown, in reading order.
    static const std::vector<Look>& looks();

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    static QString word(Look look);
    int columns(int width) const;
    qreal scaled(qreal pixels) const { return pixels * textSize_ / 12.0; }

    Theme theme_ = Theme::Light;
    int textSize_ = 12;
};

// A look as it is in a track: its level above the baseline, its pattern and its glyph.
void drawSample(QPainter& painter, const QRectF& box, Look look, Theme theme);

}  // namespace views
