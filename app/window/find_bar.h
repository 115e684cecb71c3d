// Finds words in the program's text. Esc closes it.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "palette/palette.h"
#include "source/code_editor.h"

namespace app {

class FindBar : public QFrame {
    Q_OBJECT
public:
    // Looks in `source`, which outlives it.
    FindBar(views::CodeEditor& source, QWidget* parent);

    // Asks for the words, at first those that are selected.
    void open();
    // To the next place, or the one before; opens the bar if nothing is looked for.
    void go(bool forward);
    void setTheme(views::Theme theme);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QToolButton* addButton(const char* name, const QString& tip);
    void close();
    void search();
    void tell(int place);

    views::CodeEditor& source_;
    QLineEdit* words_;
    QLabel* count_;
    QToolButton* previous_ = nullptr;
    QToolButton* next_ = nullptr;
    QToolButton* close_ = nullptr;
    int places_ = 0;
};

}  // namespace app
