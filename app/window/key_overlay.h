// What every key does, over the window, until a key or a click sends it away.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QWidget>

namespace app {

class KeyOverlay : public QWidget {
    Q_OBJECT
public:
    // Covers `window`; hidden at first.
    explicit KeyOverlay(QWidget* window);

    void toggle();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void fillCard();
    void place();
    void dismiss();

    QFrame* card_;
    QPointer<QWidget> focusBefore_;
};

}  // namespace app
