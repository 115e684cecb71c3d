// A program's text with the current line of every greenlet: the text that runs, to be read, or one that is edited.
// Where the text differs from what ran no greenlet is shown, because its line may be another one now.
//
// Keys of a text that is read: up and down go through the greenlets in sight, Return chooses. One that is edited has
// an editor's keys; Esc leaves it.
#pragma once

#include <QPlainTextEdit>
#include <QPointer>
#include <optional>
#include <set>
#include <vector>

#include "palette/names.h"
#include "pane/changes.h"
#include "pane/draw.h"
#include "pane/spot.h"
#include "source/highlighter.h"
#include "source/line_index.h"
#include "time/run_view.h"

namespace views {

class LineGutter;

class SourceView : public QPlainTextEdit {
    Q_OBJECT
public:
    // Between pills, and from them to the right end, at the default text size.
    static constexpr qreal pillGap = 4;
    static constexpr qreal rightInset = 8;

    explicit SourceView(RunView& run, QWidget* parent = nullptr);
    ~SourceView() override;

    // The text of the run, to be read; so it begins.
    void showRun();
    // Another text, which outlives the view or the next show…() call. Its document gets a layout of this view's.
    // `language` is the recipe's: "python", "cpp".
    void showText(QTextDocument& document, const QString& fileName, const QString& language, bool editable);
    bool isEditable() const { return !isReadOnly(); }
    // Whether the text is the one that the run was made of.
    bool fits() const { return fits_; }

    // The line (from 1) is shown as wrong, with what is wrong there, and stays so wherever editing moves it.
    void markError(std::uint32_t line, const QString& message);
    void clearError();
    // 0: none.
    std::uint32_t errorLine() const;

    // Marks all places of `text`, whatever their case; returns how many there are. Empty: none.
    int mark(const QString& text);
    // Selects the next place of the marked text after the cursor, or the one before it, round the end; returns the
    // number of the place (from 1), 0 if there is none.
    int goToMarked(bool forward);
    // Moves the cursor to the beginning of a line, from 1, and brings it in sight.
    void goToLine(std::uint32_t line);

    // Breakpoints: lines (from 1) of a Python text, which move with what is written above them. None in other texts.
    bool takesBreakpoints() const { return language_ == u"python"; }
    // At an empty line or a comment, which never runs: at the next one that does.
    void toggleBreakpoint(std::uint32_t line);
    // Those beyond the end are left out.
    void setBreakpoints(const std::set<std::uint32_t>& lines);
    std::set<std::uint32_t> breakpoints() const;
    // Of the cursor, from 1.
    std::uint32_t cursorLine() const { return static_cast<std::uint32_t>(textCursor().blockNumber() + 1); }

    // Does nothing in a text that is read.
    void toggleComment();
    void indentLines();
    void unindentLines();

    void setTheme(Theme theme);
    Theme theme() const { return theme_; }
    // As Pane has them.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }
    void refreshNow();
    const std::vector<Spot>& spots();

    // The line that the view shows (RunView::line), where lines are recorded; else that of who runs, or has just acted.
    // 0 if it is not in the program.
    std::uint32_t currentLine();
    // The line of the function further out that the user looks at (RunView::frame); 0 if it is the innermost one.
    std::uint32_t frameLine();
    // The pills of `line` as shown: names, "(boss)" for one that has only room for its glyph, and "+3" for those
    // that did not fit.
    QStringList pillsAt(std::uint32_t line);
    QString fileName() const { return name_; }
    // Scrolls as little as possible.
    void showLine(std::uint32_t line);

    // Each line of the program that somebody stands at: "23: boss (waits: put(10))".
    QString plainText();

signals:
    // The file's name may have changed.
    void fileChanged();
    void fitsChanged(bool fits);
    void breakpointsChanged();
    // Esc: somebody has done with the text.
    void left();

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    // Files that are dropped are not for the text but for the window.
    bool canInsertFromMimeData(const QMimeData* source) const override;

private:
    friend class LineGutter;

    struct PlacedPill {
        QRectF rect;
        Pill pill;
        green::trace::Id id = green::trace::Id::None;  // None: opens the list of the folded ones
        std::uint32_t line = 0;
    };

    // Of the text.
    void use(QTextDocument& document, const QString& fileName, const QString& language, bool editable);
    void takeRun();
    void showBreakpoints();
    // A click in the gutter has given the focus to the text, where keys would write.
    void giveFocusBack();
    void onBlocksMoved();
    void updateFit();
    void applyFont();
    void applyTheme();
    void updateMarks();
    bool takesKey(const QKeyEvent& event) const;
    bool editKey(const QKeyEvent& event);
    qreal lineHeight() const { return qRound(scaled(20)); }
    qreal gutterWidth() const;
    qreal textLeft() const;
    qreal textEnd(const QTextBlock& block) const;
    QRectF lineRect(const QTextBlock& block) const;
    qreal scaled(qreal pixels) const { return pixels * textSize_ / 13.0; }
    QFont font(qreal pixels, QFont::Weight weight = QFont::Normal) const;
    const Palette& shades() const { return views::palette(theme_); }
    QString name(green::trace::Id id) const { return names_.name(id); }

    // Of the greenlets.
    void schedule();
    void refresh();
    void follow();
    void planPills(const QTextBlock& block);
    // The greenlets of a line that get a pill, in `room` pixels; who is left out is behind a count.
    std::vector<std::pair<Pill, green::trace::Id>> pillsFor(const std::vector<green::trace::Id>& ids, qreal room);
    QString foldText(std::uint32_t line);
    QString whereText(green::trace::Id id, std::uint32_t line);
    void popUp(std::uint32_t line, QPointF at);
    std::uint32_t here() const;
    Pill pillOf(green::trace::Id id);
    void choose(const Spot& spot);
    const Spot* spotAt(QPointF point) const;
    void step(int direction);
    void drawBands(QPainter& painter, qreal width);

    RunView& run_;
    RunNames& names_;
    Highlighter highlighter_;
    LineGutter* gutter_;
    QTextDocument* ownText_;  // the run's
    QString name_;
    QString language_;
    std::set<std::uint32_t> breakpoints_;  // as they were last told
    bool loading_ = false;                 // the text is another one now
    QString runsText_;
    bool ofRun_ = true;
    bool fits_ = true;
    QTextCursor error_;  // null: none
    QString errorText_;
    QString marked_;

    LineIndex index_;
    Changes changes_;
    std::vector<Spot> spots_;
    std::vector<PlacedPill> pills_;  // of the visible lines
    std::uint32_t here_ = 0;
    std::uint32_t frame_ = 0;
    green::trace::LineNumber knownLines_ = 0;
    green::trace::EventNumber followed_ = 0;
    std::optional<green::trace::LineNumber> followedFrame_;
    Theme theme_ = Theme::Light;
    int textSize_ = 13;
    int current_ = -1;         // the spot with the focus ring
    bool byKeyboard_ = false;  // who points at things needs no ring
    bool stale_ = true;
    bool queued_ = false;
    bool byMouse_ = false;           // has got the focus
    QPointer<QWidget> focusBefore_;  // who had it before a click that may yet turn out to be in the gutter
};

}  // namespace views
