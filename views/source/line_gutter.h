// The numbers beside the lines of a CodeEditor, with the signs of the line that is wrong, of breakpoints, which a click
// sets and takes away, and of the line that is about to run.
#pragma once

#include <QTextBlock>
#include <QWidget>

namespace views {

class CodeEditor;

class LineGutter : public QWidget {
    Q_OBJECT
public:
    explicit LineGutter(CodeEditor& view);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QTextBlock blockAt(QPointF point) const;

    CodeEditor& view_;
};

}  // namespace views
