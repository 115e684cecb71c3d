// A button of the tool bar: glyph and word close together, in either order. The desktop's own button
// leaves a gap where the glyph stands behind the word, and gets wider with its word.
#pragma once

#include <QToolButton>

namespace app {

class TransportButton : public QToolButton {
    Q_OBJECT
public:
    enum class Order { GlyphOnly, GlyphFirst, WordFirst };

    // `widest`: the longest word that it will ever show; its own if empty. A button with `arrow` opens a menu.
    TransportButton(Order order, const QString& widest, bool arrow, QWidget* parent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int contentWidth(const QString& word) const;

    Order order_;
    QString widest_;
    bool arrow_;
};

}  // namespace app
