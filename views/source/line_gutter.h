// The numbers beside the lines of a SourceView, and the sign of the line that is wrong.
#pragma once

#include <QWidget>

namespace views {

class SourceView;

class LineGutter : public QWidget {
    Q_OBJECT
public:
    explicit LineGutter(SourceView& view);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    SourceView& view_;
};

}  // namespace views
