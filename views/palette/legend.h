// What the looks mean: a sample and a word for each.
#pragma once

#include <QAbstractScrollArea>
#include <QStringList>
#include <vector>

#include "palette/palette.h"

namespace views {

// Flows into as many columns as fit, and scrolls where the pane is too low: wheel, bar, up and down, page up and
// page down.
class Legend : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit Legend(QWidget* parent = nullptr);

    void setTheme(Theme theme);
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }

    // The looks shown, in reading order.
    static const std::vector<Look>& looks();
    // The words of all that is shown: of the looks, then of the two ends of a Timeout's bar.
    static QStringList words();

    // What all of it takes at that width.
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int columns(int width) const;
    void fitBar();
    void applyTheme();
    qreal scaled(qreal pixels) const { return pixels * textSize_ / 12.0; }

    Theme theme_ = Theme::Light;
    int textSize_ = 12;
    bool byKeyboard_ = false;  // who points at things needs no focus frame
};

// A look as it is in a track: its level above the baseline, its pattern and its glyph.
void drawSample(QPainter& painter, const QRectF& box, Look look, Theme theme);
// A Timeout's bar as it ends in the timeline: it fires, or is cancelled.
void drawTimerSample(QPainter& painter, const QRectF& box, bool fires, Theme theme);

}  // namespace views
