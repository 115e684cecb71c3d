// A program's text, to be read or edited: line numbers, colours, errors, breakpoints, what is searched for, and the
// keys that programs are written with. What else is known about a line is marked by the views on top of it.
#pragma once

#include <QPlainTextEdit>
#include <QPointer>
#include <set>
#include <vector>

#include "palette/palette.h"
#include "pane/draw.h"
#include "pane/once_per_turn.h"
#include "pane/text_size.h"
#include "source/highlighter.h"

namespace views {

class LineGutter;

// How a line stands out, from one end to the other and in the gutter.
struct LineMark {
    std::uint32_t line = 0;  // from 1; 0: nowhere
    QColor ground;
    QColor edge;
    QColor number;
    bool pointedAt = false;  // it runs next
};

class CodeEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit CodeEditor(QWidget* parent = nullptr);
    ~CodeEditor() override;

    // Shows `document`, which outlives the view or the next call, and gets a layout of this view's. Each document keeps
    // its cursor. `language` is a recipe's: "python", "cpp".
    virtual void showText(QTextDocument& document, const QString& fileName, const QString& language, bool editable);
    bool isEditable() const { return !isReadOnly(); }
    QString fileName() const { return name_; }

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
    // Scrolls as little as possible.
    void showLine(std::uint32_t line);
    // Of the cursor, from 1.
    std::uint32_t cursorLine() const { return static_cast<std::uint32_t>(textCursor().blockNumber() + 1); }

    // Breakpoints: lines (from 1) of a Python text, which move with what is written above them. None in other texts.
    bool takesBreakpoints() const { return language_ == u"python"; }
    // At an empty line or a comment, which never runs: at the next one that does.
    void toggleBreakpoint(std::uint32_t line);
    // Those beyond the end are left out.
    void setBreakpoints(const std::set<std::uint32_t>& lines);
    std::set<std::uint32_t> breakpoints() const;

    // Does nothing in a text that is read.
    void toggleComment();
    void indentLines();
    void unindentLines();

    void setTheme(Theme theme);
    Theme theme() const { return theme_; }
    // As Pane has them.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }
    // Of the whole text, with the scroll bar below it.
    int wholeHeight() const;
    void refreshNow();

    // What is told of the lines beside their text, for screen readers and tests.
    virtual QString plainText() { return {}; }

signals:
    void breakpointsChanged();
    // Esc: somebody has done with the text.
    void left();

protected:
    // Plans what is marked and drawn beside the text; called at most once per turn of the event loop.
    virtual void refresh() {}
    // Of a line's marks the first one is seen.
    virtual std::vector<LineMark> lineMarks() const;
    // The keys that are the view's own before they are the window's.
    virtual bool takesKey(const QKeyEvent& event) const;
    void schedule() { turn_.schedule(); }
    // Another text for a document that may be the shown one: its breakpoints are gone, and nobody is told.
    void replaceText(QTextDocument& document, const QString& text);

    qreal lineHeight() const { return qRound(scaled(20)); }
    qreal textLeft() const;
    qreal textEnd(const QTextBlock& block) const;
    QRectF lineRect(const QTextBlock& block) const;
    // What a line is drawn on.
    QColor groundOf(std::uint32_t line) const;
    qreal scaled(qreal pixels) const { return pixels * textSize_ / usualTextSize; }
    QFont font(qreal pixels, QFont::Weight weight = QFont::Normal) const;
    const Palette& shades() const { return views::palette(theme_); }

    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData* source) override;
    // Files that are dropped are not for the text but for the window.
    bool canInsertFromMimeData(const QMimeData* source) const override;

private:
    friend class LineGutter;

    void showBreakpoints();
    // A click in the gutter has given the focus to the text, where keys would write.
    void giveFocusBack();
    void onBlocksMoved();
    void applyFont();
    void applyTheme();
    void updateMarks();
    bool editKey(const QKeyEvent& event);
    qreal gutterWidth() const;
    void drawBands(QPainter& painter, qreal width) const;

    Highlighter highlighter_;
    LineGutter* gutter_;
    QString name_;
    QString language_;
    std::set<std::uint32_t> breakpoints_;  // as they were last told
    bool loading_ = false;                 // the text is another one now
    QTextCursor error_;                    // null: none
    QString errorText_;
    QString marked_;
    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
    bool byMouse_ = false;           // has got the focus
    QPointer<QWidget> focusBefore_;  // who had it before a click that may yet turn out to be in the gutter
    OncePerTurn turn_{*this, [this] { refreshNow(); }};
};

}  // namespace views
