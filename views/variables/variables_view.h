// The stack of the greenlet whose line is shown, innermost first, and the variables of one of its functions. Choosing
// a function shows its variables, and its line in the source.
#pragma once

#include <vector>

#include "pane/pane.h"
#include "variables/stack_facts.h"

namespace views {

class VariablesView : public Pane {
    Q_OBJECT
public:
    explicit VariablesView(RunView& run, QWidget* parent = nullptr);

    // "foo, before line 5", then "> inner program.py:5" for each function, the chosen one with the mark; then
    // "variables of inner" and "  n = 1" for each, changed ones as "* n = 2 (was 1)", and those outside of it likewise.
    QString plainText() override;

protected:
    void refresh() override;
    void draw(QPainter& painter) override;
    void choose(const Spot& spot) override;

private:
    enum class Kind { Title, Note, Frame, Heading, Variable, Global };
    struct Row {
        Kind kind = Kind::Note;
        std::size_t index = 0;  // of its frame or variable
        QString text;           // of the others
        qreal top = 0;          // of the content
        qreal height = 0;
    };

    void plan();
    void addRow(Kind kind, const QString& text, std::size_t index = 0);
    QString emptyText() const;
    QString titleText() const;
    QString textOf(const Row& row) const;
    void drawFrame(QPainter& painter, const QRectF& box, const Frame& frame) const;
    void drawVariable(QPainter& painter, const QRectF& box, const Variable& variable) const;
    // Null: the row is of something else.
    const Variable* variableOf(const Row& row) const;
    bool isChosen(const Frame& frame) const { return run_.frame() == frame.number; }

    std::vector<Frame> frames_;
    Variables variables_;
    std::vector<Row> rows_;
};

}  // namespace views
