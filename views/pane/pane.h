// What the painted panes share. A pane is a pure function of (trace, playhead): it listens to the RunView and
// brings itself up to date once per turn of the event loop, however many signals came, and not at all while
// it is hidden.
//
// Keys: Tab reaches the pane, up and down go through what can be chosen in it, Return chooses. Left, right and
// space stay free for stepping and playing.
#pragma once

#include <QAbstractScrollArea>
#include <QString>
#include <vector>

#include "palette/names.h"
#include "palette/palette.h"
#include "pane/once_per_turn.h"
#include "pane/spot_walk.h"
#include "pane/text_size.h"
#include "time/run_view.h"

namespace views {

class Pane : public QAbstractScrollArea {
    Q_OBJECT
public:
    using Spot = views::Spot;

    Pane(RunView& run, QWidget* parent);

    void setTheme(Theme theme);
    Theme theme() const { return theme_; }
    // The size of its main text in pixels; everything else keeps its proportion to that.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }

    // What the pane shows, as text: for the clipboard, screen readers and tests.
    virtual QString plainText() = 0;
    // Up to date at once, instead of at the end of this turn of the event loop.
    void refreshNow();
    // What can be chosen in the visible part, in reading order.
    const std::vector<Spot>& spots();

protected:
    // Plans what is visible: fills spots_, sets the scroll bars. Called at most once per turn.
    virtual void refresh() = 0;
    virtual void draw(QPainter& painter) = 0;
    // Another run: forget everything that was indexed.
    virtual void storeChanged() {}
    virtual void themeChanged() {}
    virtual void choose(const Spot& spot);
    // Nothing more to choose in the visible part: scroll on by `lines`. By default moves the scroll bar.
    virtual void scrollOn(int lines);

    void schedule() { turn_.schedule(); }
    // `pixels` at the default text size.
    qreal scaled(qreal pixels) const { return pixels * textSize_ / usualTextSize; }
    QFont font(qreal pixels, QFont::Weight weight = QFont::Normal) const;
    QString name(green::trace::Id id) const { return names_.name(id); }
    const Palette& shades() const { return views::palette(theme_); }

    RunView& run_;
    std::vector<Spot> spots_;

    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void applyTheme();
    void step(int direction);

    RunNames& names_;
    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
    SpotWalk walk_{*this, spots_};
    OncePerTurn turn_{*this, [this] { refreshNow(); }};
};

}  // namespace views
