#include "window/input_line.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>

#include "window/style.h"

namespace app {

InputLine::InputLine(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("inputLine"));
    setAccessibleName(tr("Input"));
    prompt_ = new QLabel(this);
    prompt_->setObjectName(QStringLiteral("inputPrompt"));
    prompt_->setTextFormat(Qt::PlainText);
    line_ = new QLineEdit(this);
    line_->setObjectName(QStringLiteral("inputText"));
    line_->setAccessibleName(tr("The program asks for a line"));
    line_->setToolTip(tr("Enter sends the line, Ctrl+D ends the input"));
    auto* end = new QPushButton(tr("End input"), this);
    end->setObjectName(QStringLiteral("inputEnd"));
    end->setAccessibleName(end->text());
    end->setToolTip(tr("No more lines: the program gets EOFError (Ctrl+D)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(inset, 4, 6, 4);
    row->setSpacing(8);
    row->addWidget(prompt_);
    row->addWidget(line_, 1);
    row->addWidget(end);
    connect(line_, &QLineEdit::returnPressed, this, [this] {
        const auto line = line_->text();
        // The next question may be there before this one is seen to be over.
        line_->clear();
        emit answered(line);
    });
    connect(end, &QPushButton::clicked, this, &InputLine::ended);
    hide();
}

void InputLine::ask(const QString& prompt) {
    const auto last = prompt.section(u'\n', -1).trimmed();
    prompt_->setText(last.isEmpty() ? tr("input:") : last);
    line_->setAccessibleDescription(prompt_->text());
    if (isHidden()) line_->clear();
    show();
    // Not from under the hands of somebody who writes a program.
    const auto* focus = window()->focusWidget();
    if (!qobject_cast<const QPlainTextEdit*>(focus)) line_->setFocus(Qt::OtherFocusReason);
}

void InputLine::finish() {
    line_->clear();
    hide();
}

void InputLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_D && event->modifiers() == Qt::ControlModifier)
        emit ended();
    else
        QFrame::keyPressEvent(event);
}

}  // namespace app
