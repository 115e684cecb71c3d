#include "source/source_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>
#include <utility>

#include "narration/words.h"
#include "source/document_text.h"

namespace views {

using green::trace::Id;

SourceView::SourceView(RunView& run, QWidget* parent)
    : CodeEditor(parent), run_(run), names_(RunNames::of(run)), ownText_(new QTextDocument(this)) {
    setObjectName(QStringLiteral("sourceView"));
    setAccessibleName(tr("Program"));
    viewport()->setMouseTracking(true);
    connect(&run, &RunView::storeChanged, this, [this] {
        walk_.setCurrent(nullptr);
        takeRun();
        emit fileChanged();
    });
    connect(&run, &RunView::grown, this, &SourceView::schedule);
    connect(&run, &RunView::playheadMoved, this, &SourceView::schedule);
    connect(&run, &RunView::selectionChanged, this, &SourceView::schedule);
    connect(&run, &RunView::lineMoved, this, &SourceView::schedule);
    connect(this, &QPlainTextEdit::textChanged, this, &SourceView::updateFit);
    takeRun();
}

void SourceView::showRun() {
    ofRun_ = true;
    takeRun();
    emit fileChanged();
}

void SourceView::showText(QTextDocument& document, const QString& fileName, const QString& language, bool editable) {
    ofRun_ = false;
    CodeEditor::showText(document, fileName, language, editable);
    updateFit();
    emit fileChanged();
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
        replaceText(*ownText_, shown);
        CodeEditor::showText(*ownText_, none ? QString() : QString::fromStdString(recipe.sources.front().name),
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
        fits = !sources.empty() && QString::fromStdString(sources.front().name) == fileName() &&
               document()->characterCount() - 1 == runsText_.size() && textOf(*document()) == runsText_;
    }
    schedule();
    if (fits == fits_) return;
    fits_ = fits;
    changes_.reset();
    followed_ = ~green::trace::EventNumber{0};
    emit fitsChanged(fits);
}

// The hub's own work has no line: nobody's code runs. Nor has a greenlet that comes to its first line yet.
std::uint32_t SourceView::here() const {
    const auto& store = run_.store();
    if (run_.isBeforeLine()) return index_.lineOf(store.lines(), *run_.line());
    const auto& moment = run_.moment();
    const auto* event = run_.event();
    if (event && event->site) {
        if (const auto line = index_.lineOf(store, event->site)) return line;
        if (const auto* caller = moment.greenlet(event->greenlet)) return index_.lineOf(store, *caller);
    }
    const auto* running = moment.greenlet(moment.running());
    const bool stands = running && running->role != green::trace::Role::Hub && !index_.isAtSpawn(store, *running);
    return stands ? index_.lineOf(store, *running) : 0;
}

void SourceView::refresh() {
    spots_.clear();
    pills_.clear();
    here_ = 0;
    frame_ = 0;
    if (fits_) plan();
    walk_.clip();
}

void SourceView::plan() {
    const auto& lines = run_.store().lines();
    // Lines that arrive after their events may be anybody's.
    if (std::exchange(knownLines_, lines.size()) != lines.size()) changes_.reset();
    index_.update(run_.store(), run_.moment(), changes_.take(run_.store(), run_.moment()), run_.linesBegun());
    // Between two events the running one alone goes on.
    index_.update(run_.store(), run_.moment(), std::vector{run_.moment().running(), run_.lineGreenlet()},
                  run_.linesBegun());
    here_ = here();
    // The selected one's line, or that of the frame that was chosen.
    if (const auto frame = run_.frame(); frame && (frame != run_.line() || run_.selection() != Id::None))
        frame_ = index_.lineAt(lines, *frame);
    if (frame_ == here_) frame_ = 0;
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

std::vector<LineMark> SourceView::lineMarks() const {
    auto marks = CodeEditor::lineMarks();
    marks.push_back({here_, shades().accentSoft, shades().accent, shades().text, run_.isBeforeLine()});
    marks.push_back({frame_, shades().hover, shades().text3, shades().text3});
    return marks;
}

void SourceView::paintEvent(QPaintEvent* event) {
    CodeEditor::paintEvent(event);
    QPainter painter(viewport());
    if (ofRun_ && document()->isEmpty()) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        painter.drawText(QRectF(viewport()->rect()).adjusted(4, 2, -12, -8), Qt::AlignLeft | Qt::TextWordWrap,
                         tr("This run has no program text."));
    }
    const QFont pillFont = font(11, QFont::Medium);
    // What lies below a pill would show between it and its neighbour.
    for (const auto& pill : pills_)
        painter.fillRect(pill.rect.adjusted(-scaled(pillGap), 0, scaled(pillGap), 0), groundOf(pill.line));
    for (const auto& pill : pills_) drawPill(painter, pill.rect, pill.pill, pillFont, theme());
    if (!isEditable()) walk_.drawRing(painter, shades().accent);
}

void SourceView::choose(const Spot& spot) {
    if (spot.id != Id::None) return run_.select(spot.id);
    const auto pill = std::ranges::find(pills_, spot.rect, &PlacedPill::rect);
    if (pill != pills_.end()) popUp(pill->line, spot.rect.bottomLeft());
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

bool SourceView::takesKey(const QKeyEvent& event) const {
    if (isEditable()) return CodeEditor::takesKey(event);
    const int key = event.key();
    const bool plain = (event.modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier)) == Qt::NoModifier;
    const bool walks = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter;
    return (plain && walks) || CodeEditor::takesKey(event);
}

void SourceView::keyPressEvent(QKeyEvent* event) {
    if (isEditable()) return CodeEditor::keyPressEvent(event);
    walk_.setByKeyboard(true);
    switch (event->key()) {
        case Qt::Key_Up: return step(-1);
        case Qt::Key_Down: return step(1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            refreshNow();
            if (const auto* spot = walk_.current()) choose(Spot(*spot));
            return;
        default: return CodeEditor::keyPressEvent(event);
    }
}

void SourceView::step(int direction) {
    refreshNow();
    if (!walk_.step(direction)) verticalScrollBar()->setValue(verticalScrollBar()->value() + direction);
    viewport()->update();
}

bool SourceView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        refreshNow();
        if (walk_.showToolTip(*static_cast<QHelpEvent*>(event))) return true;
    }
    return CodeEditor::viewportEvent(event);
}

void SourceView::mousePressEvent(QMouseEvent* event) {
    refreshNow();
    walk_.setByKeyboard(false);
    const auto* spot = walk_.at(event->position());
    if (!spot || event->button() != Qt::LeftButton) {
        walk_.setCurrent(nullptr);
        return CodeEditor::mousePressEvent(event);
    }
    walk_.setCurrent(spot);
    choose(Spot(*spot));
    viewport()->update();
}

void SourceView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() == Qt::NoButton)
        viewport()->setCursor(walk_.at(event->position()) ? Qt::PointingHandCursor : Qt::IBeamCursor);
    CodeEditor::mouseMoveEvent(event);
}

void SourceView::focusInEvent(QFocusEvent* event) {
    walk_.focusIn(*event);
    CodeEditor::focusInEvent(event);
    viewport()->update();
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
            else if (index_.isAtSpawn(run_.store(), *greenlet) && run_.moment().running() != id)
                here << tr("%1 (has not run yet)").arg(name(id));
            else
                here << tr("%1 (%2)").arg(name(id), stateText(*greenlet));
        }
        rows << tr("%1: %2").arg(line).arg(here.join(QStringLiteral(", ")));
    }
    return rows.join(u'\n');
}

}  // namespace views
