// What the program printed, each line with the step that printed it. The playhead is a line through the
// output; what lies after it is faint. A click moves the playhead to where a line was printed.
#pragma once

#include "console/console_lines.h"
#include "pane/pane.h"

namespace views {

class ConsoleView : public Pane {
    Q_OBJECT
public:
    explicit ConsoleView(RunView& run, QWidget* parent = nullptr);

    // What was printed up to the playhead, reports included.
    QString plainText() override;
    // Everything that was printed, later output too.
    QString wholeText();
    // How many lines have begun at the playhead: the playhead's line goes below that many.
    std::size_t linesBefore();
    std::size_t lineCount();

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
    // A line that is visible.
    struct Row {
        qreal top = 0;
        QString step;
        std::vector<Part> parts;
        bool error = false;
        bool later = false;
    };

    Row plan(std::size_t line);
    void addSpots(const Row& row);
    void follow();
    void drawRow(QPainter& painter, const Row& row);
    QString reportText(const ConsoleLines::Piece& piece);
    QString textUpTo(green::trace::EventNumber playhead);
    qreal lineHeight() const { return qRound(scaled(20)); }
    qreal edgeHeight() const { return qRound(scaled(9)); }
    // Of the content, without scrolling.
    qreal topOf(std::size_t line) const;
    qreal textLeft() const { return scaled(64); }

    ConsoleLines lines_;
    std::size_t before_ = 0;
    std::vector<Row> rows_;
    green::trace::EventNumber followed_ = 0;
    std::size_t followedLines_ = 0;
};

}  // namespace views
