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

    // Leaves the word out while there is no room for it.
    void setWordless(bool wordless);
    void setWidest(const QString& widest);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int contentWidth(const QString& word) const;

    bool hasWord() const { return order_ != Order::GlyphOnly && !wordless_; }

    Order order_;
    bool wordless_ = false;
    QString widest_;
    bool arrow_;
};

}  // namespace app
