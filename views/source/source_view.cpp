#include "source/source_view.h"

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

#include "narration/words.h"
#include "source/code_editing.h"
#include "source/code_layout.h"
#include "source/document_text.h"
#include "source/line_gutter.h"

namespace views {

using green::trace::Id;

namespace {

constexpr int marginLines = 2;
constexpr int smallestText = 9;
constexpr int largestText = 48;
constexpr int documentMargin = 4;
constexpr int topMargin = 6;
constexpr const char* cursorProperty = "greenscopeCursor";

// Goes where its line goes.
class Breakpoint : public QTextBlockUserData {};

}  // namespace

SourceView::SourceView(RunView& run, QWidget* parent)
    : QPlainTextEdit(parent),
      run_(run),
      names_(RunNames::of(run)),
      highlighter_(this),
      gutter_(new LineGutter(*this)),
      ownText_(new QTextDocument(this)) {
    setObjectName(QStringLiteral("sourceView"));
    setAccessibleName(tr("Program"));
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    connect(&run, &RunView::storeChanged, this, [this] {
        current_ = -1;
        takeRun();
        emit fileChanged();
    });
    connect(&run, &RunView::grown, this, &SourceView::schedule);
    connect(&run, &RunView::playheadMoved, this, &SourceView::schedule);
    connect(&run, &RunView::selectionChanged, this, &SourceView::schedule);
    connect(&run, &RunView::lineMoved, this, &SourceView::schedule);
    connect(this, &QPlainTextEdit::textChanged, this, &SourceView::updateFit);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::applyFont);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::onBlocksMoved);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &SourceView::updateMarks);
    connect(this, &QPlainTextEdit::updateRequest, this, [this] { gutter_->update(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now == this) focusBefore_ = byMouse_ ? old : nullptr;
    });
    applyTheme();
    takeRun();
}

// The highlighter takes its colours out of the text, which nobody needs to hear of any more.
SourceView::~SourceView() { blockSignals(true); }

// The text.

void SourceView::showRun() {
    ofRun_ = true;
    takeRun();
    emit fileChanged();
}

void SourceView::showText(QTextDocument& document, const QString& fileName, const QString& language, bool editable) {
    ofRun_ = false;
    use(document, fileName, language, editable);
    updateFit();
    emit fileChanged();
}

void SourceView::use(QTextDocument& shown, const QString& fileName, const QString& language, bool editable) {
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

void SourceView::takeRun() {
    const auto& recipe = run_.store().recipe();
    const bool none = recipe.sources.empty();
    runsText_ = none ? QString() : QString::fromStdString(recipe.sources.front().text);
    runsText_.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    index_.setFile(none ? std::string_view() : std::string_view(recipe.sources.front().name));
    changes_.reset();
    followed_ = ~green::trace::EventNumber{0};
    if (ofRun_) {
        QString shown = runsText_;
        if (shown.endsWith(u'\n')) shown.chop(1);
        loading_ = true;
        ownText_->setPlainText(shown);
        use(*ownText_, none ? QString() : QString::fromStdString(recipe.sources.front().name),
            QString::fromStdString(recipe.language), false);
        auto cursor = textCursor();
        cursor.movePosition(QTextCursor::Start);
        setTextCursor(cursor);
        verticalScrollBar()->setValue(0);
        horizontalScrollBar()->setValue(0);
    }
    updateFit();
    schedule();
}

void SourceView::updateFit() {
    bool fits = ofRun_;
    if (!fits) {
        const auto& sources = run_.store().recipe().sources;
        fits = !sources.empty() && QString::fromStdString(sources.front().name) == name_ &&
               document()->characterCount() - 1 == runsText_.size() && textOf(*document()) == runsText_;
    }
    schedule();
    if (fits == fits_) return;
    fits_ = fits;
    changes_.reset();
    followed_ = ~green::trace::EventNumber{0};
    emit fitsChanged(fits);
}

QFont SourceView::font(qreal pixels, QFont::Weight weight) const {
    return uiFont(QApplication::font(), scaled(pixels), weight);
}

void SourceView::applyFont() {
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

qreal SourceView::gutterWidth() const {
    const qreal digits = static_cast<qreal>(QString::number(blockCount()).size());
    const qreal number = QFontMetricsF(codeFont(scaled(12))).horizontalAdvance(u'0') * digits;
    return qRound(std::max(scaled(44), number + scaled(28)));
}

qreal SourceView::textLeft() const { return documentMargin - horizontalScrollBar()->value(); }

QRectF SourceView::lineRect(const QTextBlock& block) const {
    return blockBoundingGeometry(block).translated(contentOffset());
}

qreal SourceView::textEnd(const QTextBlock& block) const {
    const auto* layout = block.layout();
    return textLeft() + (layout->lineCount() > 0 ? layout->lineAt(0).naturalTextWidth() : 0);
}

void SourceView::setTheme(Theme theme) {
    if (theme == theme_) return;
    theme_ = theme;
    applyTheme();
    schedule();
}

void SourceView::applyTheme() {
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

void SourceView::setTextSize(int pixels) {
    pixels = std::clamp(pixels, smallestText, largestText);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    applyFont();
}

void SourceView::markError(std::uint32_t line, const QString& message) {
    const auto block = document()->findBlockByNumber(static_cast<int>(line) - 1);
    if (line == 0 || !block.isValid()) return clearError();
    error_ = QTextCursor(block);
    errorText_ = message;
    showLine(line);
    schedule();
}

void SourceView::clearError() {
    error_ = {};
    errorText_.clear();
    schedule();
}

std::uint32_t SourceView::errorLine() const {
    return error_.isNull() ? 0 : static_cast<std::uint32_t>(error_.blockNumber() + 1);
}

void SourceView::toggleBreakpoint(std::uint32_t line) {
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

void SourceView::setBreakpoints(const std::set<std::uint32_t>& lines) {
    for (auto block = document()->begin(); block.isValid(); block = block.next()) {
        const bool has = dynamic_cast<const Breakpoint*>(block.userData());
        const bool wanted = takesBreakpoints() && lines.contains(static_cast<std::uint32_t>(block.blockNumber() + 1));
        if (has != wanted) block.setUserData(wanted ? new Breakpoint : nullptr);
    }
    showBreakpoints();
}

std::set<std::uint32_t> SourceView::breakpoints() const {
    std::set<std::uint32_t> lines;
    if (!takesBreakpoints()) return lines;
    for (auto block = document()->begin(); block.isValid(); block = block.next())
        if (dynamic_cast<const Breakpoint*>(block.userData()))
            lines.insert(static_cast<std::uint32_t>(block.blockNumber() + 1));
    return lines;
}

void SourceView::giveFocusBack() {
    if (focusBefore_) focusBefore_->setFocus(Qt::OtherFocusReason);
    focusBefore_.clear();
}

void SourceView::onBlocksMoved() {
    if (!loading_) showBreakpoints();
}

void SourceView::showBreakpoints() {
    auto lines = breakpoints();
    if (lines == breakpoints_) return;
    breakpoints_ = std::move(lines);
    schedule();
    gutter_->update();
    emit breakpointsChanged();
}

int SourceView::mark(const QString& text) {
    marked_ = text;
    updateMarks();
    return text.isEmpty() ? 0 : static_cast<int>(toPlainText().count(text, Qt::CaseInsensitive));
}

int SourceView::goToMarked(bool forward) {
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

void SourceView::goToLine(std::uint32_t line) {
    const auto block = document()->findBlockByNumber(static_cast<int>(line) - 1);
    if (!block.isValid()) return;
    setTextCursor(QTextCursor(block));
    showLine(line);
}

void SourceView::updateMarks() {
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

void SourceView::toggleComment() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    views::toggleComment(cursor, QStringLiteral("#"));
    setTextCursor(cursor);
}

void SourceView::indentLines() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    if (!cursor.hasSelection()) cursor.movePosition(QTextCursor::StartOfBlock);
    views::indent(cursor);
    if (textCursor().hasSelection()) setTextCursor(cursor);
}

void SourceView::unindentLines() {
    if (!isEditable()) return;
    auto cursor = textCursor();
    views::unindent(cursor);
    setTextCursor(cursor);
}

// The greenlets.

void SourceView::schedule() {
    stale_ = true;
    if (queued_ || !isVisible()) return;
    queued_ = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            queued_ = false;
            refreshNow();
        },
        Qt::QueuedConnection);
}

void SourceView::refreshNow() {
    if (!stale_) return;
    stale_ = false;
    spots_.clear();
    refresh();
    stale_ = false;  // following may have scrolled
    current_ = std::min(current_, static_cast<int>(spots_.size()) - 1);
    viewport()->update();
    gutter_->update();
    if (!QAccessible::isActive()) return;
    auto greenlets = plainText();
    QStringList held;
    for (const auto line : breakpoints_) held += QString::number(line);
    if (!held.isEmpty()) greenlets.prepend(tr("Breakpoints: %1").arg(held.join(QStringLiteral(", "))) + u'\n');
    setAccessibleDescription(error_.isNull() ? greenlets
                                             : tr("Line %1: %2").arg(errorLine()).arg(errorText_) + u'\n' + greenlets);
}

// The hub's own work has no line: nobody's code runs.
std::uint32_t SourceView::here() const {
    if (const auto line = run_.line()) return index_.lineOf(run_.store().lines(), *line);
    const auto* event = run_.event();
    const auto& store = run_.store();
    if (event && event->site) return index_.lineOf(store, event->site);
    const auto* running = run_.moment().greenlet(run_.moment().running());
    return running && running->role != green::trace::Role::Hub ? index_.lineOf(store, *running) : 0;
}

void SourceView::refresh() {
    pills_.clear();
    here_ = 0;
    frame_ = 0;
    if (!fits_) return;
    const auto& lines = run_.store().lines();
    // Lines that arrive after their events may be anybody's.
    if (std::exchange(knownLines_, lines.size()) != lines.size()) changes_.reset();
    index_.update(run_.store(), run_.moment(), changes_.take(run_.store(), run_.moment()), run_.linesBegun());
    // Between two events the running one alone goes on.
    index_.update(run_.store(), run_.moment(), std::vector{run_.moment().running(), run_.lineGreenlet()},
                  run_.linesBegun());
    here_ = here();
    if (const auto frame = run_.frame(); frame && frame != run_.line()) frame_ = index_.lineAt(lines, *frame);
    follow();
    for (auto block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        if (lineRect(block).top() > viewport()->height()) break;
        if (index_.at(static_cast<std::uint32_t>(block.blockNumber() + 1))) planPills(block);
    }
    for (const auto& pill : pills_)
        spots_.push_back(
            {pill.rect, pill.id, 0, pill.id == Id::None ? foldText(pill.line) : whereText(pill.id, pill.line)});
}

// Only where the playhead has moved: who scrolls away on purpose is left in peace.
void SourceView::follow() {
    const auto frame = run_.frame();
    if (followed_ == run_.playhead() && followedFrame_ == frame) return;
    followed_ = run_.playhead();
    followedFrame_ = frame;
    if (const auto line = frame_ != 0 ? frame_ : here_; line != 0) showLine(line);
}

// The scroll bar of a text counts lines.
void SourceView::showLine(std::uint32_t number) {
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

void SourceView::drawBands(QPainter& painter, qreal width) {
    const bool inGutter = painter.device() == gutter_;
    const auto band = [&](std::uint32_t number, const QColor& ground, const QColor& edge) {
        const auto block = document()->findBlockByNumber(static_cast<int>(number) - 1);
        if (number == 0 || !block.isValid()) return;
        const auto line = lineRect(block);
        painter.fillRect(QRectF(0, line.top(), width, lineHeight()), ground);
        if (inGutter) painter.fillRect(QRectF(0, line.top(), scaled(3), lineHeight()), edge);
    };
    band(errorLine(), shades().errorSoft, shades().error);
    if (here_ != errorLine()) band(here_, shades().accentSoft, shades().accent);
    if (frame_ != errorLine() && frame_ != here_) band(frame_, shades().hover, shades().text3);
}

void SourceView::paintEvent(QPaintEvent* event) {
    refreshNow();
    {
        QPainter painter(viewport());
        drawBands(painter, viewport()->width());
        if (ofRun_ && document()->isEmpty()) {
            painter.setFont(font(13));
            painter.setPen(shades().text2);
            painter.drawText(QRectF(viewport()->rect()).adjusted(4, 2, -12, -8), Qt::AlignLeft | Qt::TextWordWrap,
                             tr("This run has no program text."));
        }
    }
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    const QFont pillFont = font(11, QFont::Medium);
    for (const auto& pill : pills_) {
        // What lies below a pill would show between it and its neighbour.
        painter.fillRect(pill.rect.adjusted(-scaled(pillGap), 0, scaled(pillGap), 0),
                         pill.line == errorLine() ? shades().errorSoft
                         : pill.line == here_     ? shades().accentSoft
                         : pill.line == frame_    ? shades().hover
                                                  : shades().surface);
    }
    for (const auto& pill : pills_) drawPill(painter, pill.rect, pill.pill, pillFont, theme_);
    if (!hasFocus() || !byKeyboard_ || isEditable()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(shades().accent, 2));
    painter.setBrush(Qt::NoBrush);
    if (current_ >= 0)
        painter.drawRoundedRect(spots_[static_cast<std::size_t>(current_)].rect.adjusted(-2, -2, 2, 2), 4, 4);
    else
        painter.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
}

void SourceView::choose(const Spot& spot) {
    if (spot.id != Id::None) return run_.select(spot.id);
    const auto pill = std::ranges::find(pills_, spot.rect, &PlacedPill::rect);
    if (pill != pills_.end()) popUp(pill->line, spot.rect.bottomLeft());
}

const Spot* SourceView::spotAt(QPointF point) const {
    const auto found = std::ranges::find_if(spots_, [&](const Spot& spot) { return spot.rect.contains(point); });
    return found == spots_.end() ? nullptr : &*found;
}

const std::vector<Spot>& SourceView::spots() {
    refreshNow();
    return spots_;
}

std::uint32_t SourceView::currentLine() {
    refreshNow();
    return here_;
}

std::uint32_t SourceView::frameLine() {
    refreshNow();
    return frame_;
}

// Hands and keys.

// An editor's keys are its own before they are the window's; what it does not use steps and plays as anywhere.
bool SourceView::takesKey(const QKeyEvent& event) const {
    const int key = event.key();
    const auto held = event.modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
    if (!isEditable())
        return held == Qt::NoModifier &&
               (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter);
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

bool SourceView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        event->setAccepted(takesKey(*key) || (!isEditable() && key->matches(QKeySequence::Copy)));
        return true;
    }
    return QPlainTextEdit::event(event);
}

// Keys that do more in a program than in any text.
bool SourceView::editKey(const QKeyEvent& event) {
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

void SourceView::keyPressEvent(QKeyEvent* event) {
    focusBefore_.clear();
    if (isEditable()) {
        if (event->key() == Qt::Key_Escape) {
            emit left();
            return;
        }
        if (!takesKey(*event)) return event->ignore();
        if (!editKey(*event)) QPlainTextEdit::keyPressEvent(event);
        return;
    }
    byKeyboard_ = true;
    switch (event->key()) {
        case Qt::Key_Up: return step(-1);
        case Qt::Key_Down: return step(1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            refreshNow();
            if (current_ >= 0) choose(Spot(spots_[static_cast<std::size_t>(current_)]));
            return;
        default: break;
    }
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        event->ignore();
}

void SourceView::step(int direction) {
    refreshNow();
    const int count = static_cast<int>(spots_.size());
    const int next = current_ < 0 && direction < 0 ? count - 1 : current_ + direction;
    if (next >= 0 && next < count) {
        current_ = next;
        if (QAccessible::isActive()) {
            setAccessibleDescription(spots_[static_cast<std::size_t>(next)].text);
            QAccessibleEvent told(this, QAccessible::DescriptionChanged);
            QAccessible::updateAccessibility(&told);
        }
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + direction);
    }
    viewport()->update();
}

bool SourceView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        refreshNow();
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto* spot = spotAt(help->pos());
        const bool atError =
            errorLine() != 0 && cursorForPosition(help->pos()).blockNumber() + 1 == static_cast<int>(errorLine());
        if (spot && !spot->text.isEmpty())
            QToolTip::showText(help->globalPos(), spot->text, viewport(), spot->rect.toAlignedRect());
        else if (atError)
            QToolTip::showText(help->globalPos(), errorText_, viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void SourceView::mousePressEvent(QMouseEvent* event) {
    refreshNow();
    byKeyboard_ = false;
    focusBefore_.clear();
    const auto* spot = spotAt(event->position());
    if (!spot || event->button() != Qt::LeftButton) {
        current_ = -1;
        return QPlainTextEdit::mousePressEvent(event);
    }
    current_ = static_cast<int>(spot - spots_.data());
    choose(Spot(*spot));
    viewport()->update();
}

void SourceView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton)
        viewport()->setCursor(spotAt(event->position()) ? Qt::PointingHandCursor : Qt::IBeamCursor);
    QPlainTextEdit::mouseMoveEvent(event);
}

void SourceView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->angleDelta().y() != 0) setTextSize(textSize_ + (event->angleDelta().y() > 0 ? 1 : -1));
        event->accept();
        return;
    }
    QPlainTextEdit::wheelEvent(event);
}

void SourceView::focusInEvent(QFocusEvent* event) {
    const auto reason = event->reason();
    byMouse_ = reason == Qt::MouseFocusReason;
    byKeyboard_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    QPlainTextEdit::focusInEvent(event);
    viewport()->update();
}

void SourceView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = createStandardContextMenu(event->pos());
    menu->setObjectName(QStringLiteral("sourceMenu"));
    menu->setAccessibleName(tr("Program"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

bool SourceView::canInsertFromMimeData(const QMimeData* source) const {
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

void SourceView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const auto inside = contentsRect();
    gutter_->setGeometry(inside.left(), inside.top(), gutter_->width(), inside.height());
    schedule();
}

void SourceView::showEvent(QShowEvent* event) {
    QPlainTextEdit::showEvent(event);
    schedule();
}

// The pills at the right do not move with the text.
void SourceView::scrollContentsBy(int dx, int dy) {
    QPlainTextEdit::scrollContentsBy(dx, dy);
    schedule();
    viewport()->update();
    gutter_->update();
}

QString SourceView::plainText() {
    refreshNow();
    if (!fits_) return {};
    QStringList rows;
    for (const auto& [line, ids] : index_.lines()) {
        QStringList here;
        for (const Id id : ids) {
            const auto* greenlet = run_.moment().greenlet(id);
            if (!greenlet)
                here << name(id);
            else if (hasNotCalled(*greenlet) && run_.moment().running() != id)
                here << tr("%1 (has not run yet)").arg(name(id));
            else
                here << tr("%1 (%2)").arg(name(id), stateText(*greenlet));
        }
        rows << tr("%1: %2").arg(line).arg(here.join(QStringLiteral(", ")));
    }
    return rows.join(u'\n');
}

}  // namespace views
