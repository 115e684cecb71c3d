// Where the program's input() is answered: its prompt and a line to write. It is there only while somebody waits.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>

namespace app {

class InputLine : public QFrame {
    Q_OBJECT
public:
    explicit InputLine(QWidget* parent);

    void ask(const QString& prompt);
    // Nobody waits any more.
    void finish();

signals:
    void answered(const QString& line);
    // No more lines will come.
    void ended();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* prompt_;
    QLineEdit* line_;
};

}  // namespace app
