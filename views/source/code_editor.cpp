#include "source/code_editor.h"

#include <QAccessible>
#include <QApplication>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "source/code_editing.h"
#include "source/code_layout.h"
#include "source/document_text.h"
#include "source/line_gutter.h"

namespace views {

namespace {

constexpr int marginLines = 2;
constexpr int documentMargin = 4;
constexpr int topMargin = 6;
constexpr const char* cursorProperty = "greenscopeCursor";

// Goes where its line goes.
class Breakpoint : public QTextBlockUserData {};

}  // namespace

CodeEditor::CodeEditor(QWidget* parent) : QPlainTextEdit(parent), highlighter_(this), gutter_(new LineGutter(*this)) {
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::applyFont);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::onBlocksMoved);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEditor::updateMarks);
    connect(this, &QPlainTextEdit::updateRequest, this, [this] { gutter_->update(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now == this) focusBefore_ = byMouse_ ? old : nullptr;
    });
    applyTheme();
}

// The highlighter takes its colours out of the text, which nobody needs to hear of any more.
CodeEditor::~CodeEditor() { blockSignals(true); }

void CodeEditor::showText(QTextDocument& shown, const QString& fileName, const QString& language, bool editable) {
    loading_ = true;
    name_ = fileName;
    language_ = language;
    if (&shown != document()) {
        clearError();
        document()->setProperty(cursorProperty, textCursor().position());
        if (!qobject_cast<CodeLayout*>(shown.documentLayout())) {
            shown.setDocumentLayout(new CodeLayout(&shown));
            shown.setDocumentMargin(documentMargin);
        }
        setDocument(&shown);
        auto cursor = textCursor();
        cursor.setPosition(std::min(shown.property(cursorProperty).toInt(), shown.characterCount() - 1));
        setTextCursor(cursor);
    }
    breakpoints_ = breakpoints();
    loading_ = false;
    highlighter_.begin(&shown, language);
    setReadOnly(!editable);
    // A text that is only read leaves the arrows to stepping.
    setTextInteractionFlags(editable ? Qt::TextEditorInteraction : Qt::TextSelectableByMouse);
    setTabChangesFocus(!editable);
    applyFont();
    updateMarks();
}

void CodeEditor::replaceText(QTextDocument& document, const QString& text) {
    loading_ = true;
    document.setPlainText(forDocument(text));
    loading_ = false;
}

QFont CodeEditor::font(qreal pixels, QFont::Weight weight) const {
    return uiFont(QApplication::font(), scaled(pixels), weight);
}

void CodeEditor::applyFont() {
    const QFont code = codeFont(scaled(13));
    if (QPlainTextEdit::font() != code) setFont(code);
    document()->setDefaultFont(code);
    setTabStopDistance(indentWidth * QFontMetricsF(code).horizontalAdvance(u' '));
    if (auto* layout = qobject_cast<CodeLayout*>(document()->documentLayout())) layout->setLineHeight(lineHeight());
    const int top = qRound(scaled(topMargin));
    const int left = qRound(gutterWidth()) - documentMargin;
    setViewportMargins(left, top, 0, 0);
    const auto inside = contentsRect();
    gutter_->setGeometry(inside.left(), inside.top(), left, inside.height());
    gutter_->update();
    schedule();
}

qreal CodeEditor::gutterWidth() const {
    const qreal digits = static_cast<qreal>(QString::number(blockCount()).size());
    const qreal number = QFontMetricsF(codeFont(scaled(12))).horizontalAdvance(u'0') * digits;
    return qRound(std::max(scaled(44), number + scaled(28)));
}

int CodeEditor::wholeHeight() const {
    return qRound(blockCount() * lineHeight() + 2 * documentMargin) + horizontalScrollBar()->sizeHint().height();
}

qreal CodeEditor::textLeft() const { return documentMargin - horizontalScrollBar()->value(); }

QRectF CodeEditor::lineRect(const QTextBlock& block) const {
    return blockBoundingGeometry(block).translated(contentOffset());
}

qreal CodeEditor::textEnd(const QTextBlock& block) const {
    const auto* layout = block.layout();
    return textLeft() + (layout->lineCount() > 0 ? layout->lineAt(0).naturalTextWidth() : 0);
}

void CodeEditor::setTheme(Theme theme) {
    if (theme == theme_) return;
    theme_ = theme;
    applyTheme();
    schedule();
}

void CodeEditor::applyTheme() {
    const auto& colours = shades();
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, colours.surface);
    roles.setColor(QPalette::Text, colours.text);
    roles.setColor(QPalette::WindowText, colours.text);
    roles.setColor(QPalette::Window, colours.window);
    roles.setColor(QPalette::Highlight, colours.accent);
    roles.setColor(QPalette::HighlightedText, colours.surface);
    setPalette(roles);
    highlighter_.setTheme(theme_);
    updateMarks();
}

void CodeEditor::setTextSize(int pixels) {
    pixels = readableTextSize(pixels);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    applyFont();
}

void CodeEditor::markError(std::uint32_t line, const QString& message) {
    const auto block = document()->findBlockByNumber(static_cast<int>(line) - 1);
    if (line == 0 || !block.isValid()) return clearError();
    error_ = QTextCursor(block);
    errorText_ = message;
    showLine(line);
    schedule();
}

void CodeEditor::clearError() {
    error_ = {};
    errorText_.clear();
    schedule();
}

std::uint32_t CodeEditor::errorLine() const {
    return error_.isNull() ? 0 : static_cast<std::uint32_t>(error_.blockNumber() + 1);
}

void CodeEditor::toggleBreakpoint(std::uint32_t line) {
    auto lines = breakpoints();
    auto block = document()->findBlockByNumber(static_cast<int>(line) - 1);
    const auto isEmpty = [&] {
        const auto code = block.text().trimmed();
        return code.isEmpty() || code.startsWith(u'#');
    };
    while (block.isValid() && isEmpty() && !lines.contains(static_cast<std::uint32_t>(block.blockNumber() + 1)))
        block = block.next();
    if (!block.isValid()) return;
    line = static_cast<std::uint32_t>(block.blockNumber() + 1);
    if (lines.erase(line) == 0) lines.insert(line);
    setBreakpoints(lines);
}

void CodeEditor::setBreakpoints(const std::set<std::uint32_t>& lines) {
    for (auto block = document()->begin(); block.isValid(); block = block.next()) {
        const bool has = dynamic_cast<const Breakpoint*>(block.userData());
        const bool wanted = takesBreakpoints() && lines.contains(static_cast<std::uint32_t>(block.blockNumber() + 1));
        if (has != wanted) block.setUserData(wanted ? new Breakpoint : nullptr);
    }
    showBreakpoints();
}

std::set<std::uint32_t> CodeEditor::breakpoints() const {
    std::set<std::uint32_t> lines;
    if (!takesBreakpoints()) return lines;
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        if (dynamic_cast<const Breakpoint*>(block.userData()))
            lines.insert(static_cast<std::uint32_t>(block.blockNumber() + 1));
    return lines;
}

void CodeEditor::giveFocusBack() {
    if (focusBefore_) focusBefore_->setFocus(Qt::OtherFocusReason);
    focusBefore_.clear();
}

void CodeEditor::onBlocksMoved() {
    if (!loading_) showBreakpoints();
}

void CodeEditor::showBreakpoints() {
    auto lines = breakpoints();
    if (lines == breakpoints_) return;
    breakpoints_ = std::move(lines);
    schedule();
    gutter_->update();
    emit breakpointsChanged();
}

int CodeEditor::mark(const QString& text) {
    marked_ = text;
    updateMarks();
    return text.isEmpty() ? 0 : static_cast<int>(toPlainText().count(text, Qt::CaseInsensitive));
}

int CodeEditor::goToMarked(bool forward) {
    if (marked_.isEmpty()) return 0;
    const auto flags = forward ? QTextDocument::FindFlags() : QTextDocument::FindBackward;
    auto found = document()->find(marked_, textCursor(), flags);
    if (found.isNull()) {
        QTextCursor from(document());
        from.movePosition(forward ? QTextCursor::Start : QTextCursor::End);
        found = document()->find(marked_, from, flags);
    }
    if (found.isNull()) return 0;
    setTextCursor(found);
    showLine(static_cast<std::uint32_t>(found.blockNumber() + 1));
    ensureCursorVisible();
    return static_cast<int>(toPlainText().left(found.selectionStart()).count(marked_, Qt::CaseInsensitive)) + 1;
}

void CodeEditor::goToLine(std::uint32_t line) {
    const auto block = document()->findBlockByNumber(static_cast<int>(line) - 1);
    if (!block.isValid()) return;
    setTextCursor(QTextCursor(block));
    showLine(line);
}

void CodeEditor::updateMarks() {
    QList<QTextEdit::ExtraSelection> marks;
    const auto add = [&](const QTextCursor& where, const QColor& ground) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = where;
        mark.format.setBackground(ground);
        marks.append(mark);
    };
    constexpr int mostMarks = 1000;
    if (!marked_.isEmpty())
        for (auto found = document()->find(marked_, 0); !found.isNull() && marks.size() < mostMarks;
             found = document()->find(marked_, found))
            add(found, shades().pressed);
    if (const auto brackets = isEditable() ? bracketsAt(textCursor()) : std::nullopt)
        for (const int at : {brackets->one, brackets->other}) {
            QTextCursor where(document());
            where.setPosition(at);
            where.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor);
            add(where, shades().pressed);
        }
    setExtraSelections(marks);
}

void CodeEditor::toggleComment() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    views::toggleComment(cursor, QStringLiteral("#"));
    setTextCursor(cursor);
}

void CodeEditor::indentLines() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    if (!cursor.hasSelection()) cursor.movePosition(QTextCursor::StartOfBlock);
    views::indent(cursor);
    if (textCursor().hasSelection()) setTextCursor(cursor);
}

void CodeEditor::unindentLines() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    views::unindent(cursor);
    setTextCursor(cursor);
}

void CodeEditor::refreshNow() {
    if (!turn_.bringUpToDate([this] { refresh(); })) return;
    viewport()->update();
    gutter_->update();
    if (!QAccessible::isActive()) return;
    auto told = plainText();
    QStringList held;
    for (const auto line : breakpoints_) held += QString::number(line);
    if (!held.isEmpty()) told.prepend(tr("Breakpoints: %1").arg(held.join(QStringLiteral(", "))) + u'\n');
    setAccessibleDescription(error_.isNull() ? told
                                             : tr("Line %1: %2").arg(errorLine()).arg(errorText_) + u'\n' + told);
}

// The scroll bar of a text counts lines.
void CodeEditor::showLine(std::uint32_t number) {
    const int line = static_cast<int>(number) - 1;
    const int page = static_cast<int>(viewport()->height() / lineHeight());
    auto* bar = verticalScrollBar();
    if (page < 3 + 2 * marginLines)
        bar->setValue(line - (page - 1) / 2);
    else if (line - marginLines < bar->value())
        bar->setValue(line - marginLines);
    else if (line + 1 + marginLines > bar->value() + page)
        bar->setValue(line + 1 + marginLines - page);
}

std::vector<LineMark> CodeEditor::lineMarks() const {
    return {{errorLine(), shades().errorSoft, shades().error, shades().error}};
}

QColor CodeEditor::groundOf(std::uint32_t line) const {
    const auto marks = lineMarks();
    const auto mark = std::ranges::find(marks, line, &LineMark::line);
    return mark == marks.end() ? shades().surface : mark->ground;
}

void CodeEditor::drawBands(QPainter& painter, qreal width) const {
    const bool inGutter = painter.device() == gutter_;
    std::set<std::uint32_t> drawn{0};
    for (const auto& mark : lineMarks()) {
        const auto block = document()->findBlockByNumber(static_cast<int>(mark.line) - 1);
        if (!drawn.insert(mark.line).second || !block.isValid()) continue;
        const auto line = lineRect(block);
        painter.fillRect(QRectF(0, line.top(), width, lineHeight()), mark.ground);
        if (inGutter) painter.fillRect(QRectF(0, line.top(), scaled(3), lineHeight()), mark.edge);
    }
}

void CodeEditor::paintEvent(QPaintEvent* event) {
    refreshNow();
    {
        QPainter painter(viewport());
        drawBands(painter, viewport()->width());
    }
    QPlainTextEdit::paintEvent(event);
}

// An editor's keys are its own before they are the window's; what it does not use steps and plays as anywhere.
bool CodeEditor::takesKey(const QKeyEvent& event) const {
    const int key = event.key();
    const auto held = event.modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
    if (!isEditable()) return event.matches(QKeySequence::Copy);
    const auto isOneOf = [key](std::initializer_list<int> keys) { return std::ranges::find(keys, key) != keys.end(); };
    const bool jumps = isOneOf({Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End});
    const bool erases = isOneOf({Qt::Key_Backspace, Qt::Key_Delete});
    if (held == Qt::ControlModifier)
        return jumps || erases ||
               isOneOf({Qt::Key_A, Qt::Key_C, Qt::Key_V, Qt::Key_X, Qt::Key_Y, Qt::Key_Z, Qt::Key_Insert});
    if (held == (Qt::ControlModifier | Qt::ShiftModifier)) return jumps || key == Qt::Key_Z;
    if (held & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    return jumps || erases ||
           isOneOf({Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Return, Qt::Key_Enter,
                    Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Insert}) ||
           (!event.text().isEmpty() && event.text().front().isPrint());
}

bool CodeEditor::event(QEvent* event) {
    if (event->type() == QEvent::KeyPress) focusBefore_.clear();
    if (event->type() == QEvent::ShortcutOverride) {
        event->setAccepted(takesKey(*static_cast<QKeyEvent*>(event)));
        return true;
    }
    return QPlainTextEdit::event(event);
}

// Keys that do more in a program than in any text.
bool CodeEditor::editKey(const QKeyEvent& event) {
    auto cursor = textCursor();
    const auto held = event.modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
    const bool plain = held == Qt::NoModifier;
    switch (event.key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (held & Qt::ControlModifier) return false;
            newLine(cursor);
            break;
        case Qt::Key_Tab: indent(cursor); break;
        case Qt::Key_Backtab: unindent(cursor); break;
        case Qt::Key_Backspace:
            if (!plain || !backToStop(cursor)) return false;
            break;
        case Qt::Key_Home:
            if (held & Qt::ControlModifier) return false;
            toLineStart(cursor, held & Qt::ShiftModifier ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
            break;
        default: return false;
    }
    setTextCursor(cursor);
    ensureCursorVisible();
    return true;
}

void CodeEditor::keyPressEvent(QKeyEvent* event) {
    if (!isEditable()) {
        if (event->matches(QKeySequence::Copy))
            copy();
        else
            event->ignore();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        emit left();
        return;
    }
    if (!takesKey(*event)) return event->ignore();
    if (!editKey(*event)) QPlainTextEdit::keyPressEvent(event);
}

bool CodeEditor::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress) focusBefore_.clear();
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto line = static_cast<std::uint32_t>(cursorForPosition(help->pos()).blockNumber() + 1);
        if (line == errorLine())
            QToolTip::showText(help->globalPos(), errorText_, viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void CodeEditor::wheelEvent(QWheelEvent* event) {
    if (const auto size = textSizeAfter(*event, textSize_)) {
        setTextSize(*size);
        event->accept();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

void CodeEditor::focusInEvent(QFocusEvent* event) {
    byMouse_ = event->reason() == Qt::MouseFocusReason;
    QPlainTextEdit::focusInEvent(event);
}

void CodeEditor::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = createStandardContextMenu(event->pos());
    menu->setObjectName(QStringLiteral("sourceMenu"));
    menu->setAccessibleName(tr("Program"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

// The text as it is. Qt's own would give away what stands for other characters, and take in what a document can't have.
QMimeData* CodeEditor::createMimeDataFromSelection() const {
    auto* data = new QMimeData;
    data->setText(selectedTextOf(textCursor()));
    return data;
}

void CodeEditor::insertFromMimeData(const QMimeData* source) {
    if (isReadOnly()) return;
    textCursor().insertText(forDocument(source->text()));
    ensureCursorVisible();
}

bool CodeEditor::canInsertFromMimeData(const QMimeData* source) const {
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

void CodeEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const auto inside = contentsRect();
    gutter_->setGeometry(inside.left(), inside.top(), gutter_->width(), inside.height());
    schedule();
}

void CodeEditor::showEvent(QShowEvent* event) {
    QPlainTextEdit::showEvent(event);
    schedule();
}

// What stands at the right does not move with the text.
void CodeEditor::scrollContentsBy(int dx, int dy) {
    QPlainTextEdit::scrollContentsBy(dx, dy);
    schedule();
    viewport()->update();
    gutter_->update();
}

}  // namespace views
