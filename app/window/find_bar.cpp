#include "window/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>

#include "window/icons.h"
#include "window/style.h"

namespace app {

FindBar::FindBar(views::CodeEditor& source, QWidget* parent) : QFrame(parent), source_(source) {
    setObjectName(QStringLiteral("findBar"));
    setAccessibleName(tr("Find"));
    words_ = new QLineEdit(this);
    words_->setObjectName(QStringLiteral("findWords"));
    words_->setAccessibleName(tr("Find in the program"));
    words_->setPlaceholderText(tr("Find"));
    words_->setClearButtonEnabled(false);
    count_ = new QLabel(this);
    count_->setObjectName(QStringLiteral("findCount"));
    count_->setProperty("quiet", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(inset, 4, 6, 4);
    row->setSpacing(6);
    row->addWidget(words_, 1);
    row->addWidget(count_);
    previous_ = addButton("findPrevious", tr("The place before (Shift+Enter)"));
    next_ = addButton("findNext", tr("The next place (Enter)"));
    close_ = addButton("findClose", tr("Close (Esc)"));
    connect(words_, &QLineEdit::textChanged, this, &FindBar::search);
    connect(previous_, &QToolButton::clicked, this, [this] { go(false); });
    connect(next_, &QToolButton::clicked, this, [this] { go(true); });
    connect(close_, &QToolButton::clicked, this, &FindBar::close);
    hide();
}

QToolButton* FindBar::addButton(const char* name, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    button->setProperty("small", true);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

void FindBar::setTheme(views::Theme theme) {
    previous_->setIcon(icon(IconId::ArrowUp, theme));
    next_->setIcon(icon(IconId::ArrowDown, theme));
    close_->setIcon(icon(IconId::Close, theme));
}

void FindBar::open() {
    const auto selected = source_.textCursor().selectedText();
    show();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator)) words_->setText(selected);
    words_->setFocus(Qt::ShortcutFocusReason);
    words_->selectAll();
    search();
}

void FindBar::go(bool forward) {
    if (isHidden() || words_->text().isEmpty()) return open();
    tell(source_.goToMarked(forward));
}

// While somebody types, from the beginning of what was found last: a longer word may begin there too.
void FindBar::search() {
    if (isHidden()) return;
    places_ = source_.mark(words_->text());
    auto cursor = source_.textCursor();
    cursor.setPosition(cursor.selectionStart());
    source_.setTextCursor(cursor);
    tell(places_ > 0 ? source_.goToMarked(true) : 0);
}

void FindBar::tell(int place) {
    const auto text = words_->text().isEmpty() ? QString()
                      : place == 0             ? tr("not found")
                                               : tr("%1 of %2").arg(place).arg(places_);
    count_->setText(text);
    words_->setAccessibleDescription(text);
}

void FindBar::close() {
    hide();
    source_.setFocus(Qt::OtherFocusReason);
}

void FindBar::hideEvent(QHideEvent* event) {
    source_.mark({});
    QFrame::hideEvent(event);
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape: return close();
        case Qt::Key_Return:
        case Qt::Key_Enter: return go(!(event->modifiers() & Qt::ShiftModifier));
        default: QFrame::keyPressEvent(event);
    }
}

}  // namespace app
