// What the program printed, each line with the step that printed it; long ones go on below. The playhead is a line
// through the output; what lies after it is faint. A click moves the playhead to where a line was printed. Between them
// stand notes, which are not the program's.
#pragma once

#include "console/console_lines.h"
#include "pane/pane.h"

namespace views {

class ConsoleView : public Pane {
    Q_OBJECT
public:
    explicit ConsoleView(RunView& run, QWidget* parent = nullptr);

    // A line of the window's own, after what the run has printed until now; it goes with the run.
    void note(const QString& text);
    // What was printed up to the playhead, reports and notes included.
    QString plainText() override;
    // Everything that was printed, later output too.
    QString wholeText();
    // How many lines have begun at the playhead: the playhead's line goes below that many.
    std::size_t linesBefore();
    std::size_t lineCount();
    // The text of each row that is in sight, from above; a line that is wrapped has several.
    QStringList visibleRows();

protected:
    void refresh() override;
    void draw(QPainter& painter) override;
    void storeChanged() override;

private:
    struct Part {
        QString text;
        green::trace::EventNumber event = 0;
        bool later = false;
        qreal left = 0;
        qreal width = 0;
    };
    // A row that is visible: a line, or a part of one.
    struct Row {
        qreal top = 0;
        QString step;  // of a line's first row
        std::vector<Part> parts;
        bool error = false;
        bool note = false;
        bool later = false;
    };
    struct Text {
        QString all;
        std::vector<qsizetype> ends;  // of each piece, in `all`
    };

    Text textOf(std::size_t line);
    // How many rows each line takes; brings firstRow_ up to date.
    void measure();
    std::size_t rowCount() const { return firstRow_.back(); }
    int columns(bool error) const;
    void plan(std::size_t line);
    void addSpots(const Row& row);
    void follow();
    void drawRow(QPainter& painter, const Row& row);
    QString reportText(const ConsoleLines::Piece& piece);
    bool tellsOf(green::trace::EventNumber n, const QString& error) const;
    QString textUpTo(green::trace::EventNumber playhead);
    qreal lineHeight() const { return qRound(scaled(20)); }
    qreal edgeHeight() const { return qRound(scaled(9)); }
    // Of the content, without scrolling.
    qreal topOf(std::size_t line) const;
    qreal edgeTop() const;
    qreal textLeft() const { return scaled(64); }
    qreal errorIndent() const { return scaled(20); }
    QFont textFont(bool error) const;

    ConsoleLines lines_;
    std::size_t before_ = 0;
    std::vector<Row> rows_;
    std::vector<std::size_t> firstRow_{0};  // of each line, and then of the next one to come
    int measuredColumns_ = 0;
    green::trace::EventNumber followed_ = 0;
    std::size_t followedLines_ = 0;
};

}  // namespace views
