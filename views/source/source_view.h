// The program's text with the current line of every greenlet.
#pragma once

#include "pane/changes.h"
#include "pane/draw.h"
#include "pane/pane.h"
#include "source/line_index.h"
#include "source/syntax.h"

namespace views {

class SourceView : public Pane {
    Q_OBJECT
public:
    // Between pills, and from them to the right end, at the default text size.
    static constexpr qreal pillGap = 4;
    static constexpr qreal rightInset = 8;

    explicit SourceView(RunView& run, QWidget* parent = nullptr);

    // The line of who runs, or has just acted; 0 if it is not in the program.
    std::uint32_t currentLine();
    // The pills of `line` as shown: names, "(boss)" for one that has only room for its glyph, and "+3" for those
    // that did not fit.
    QStringList pillsAt(std::uint32_t line);
    // What stands in the title of its dock: the program's file name.
    QString fileName() const;
    // Scrolls as little as possible.
    void showLine(std::uint32_t line);

    // Each line of the program that somebody stands at: "23: boss (waits: put(10))".
    QString plainText() override;

signals:
    // The file's name may have changed.
    void fileChanged();

protected:
    void refresh() override;
    void draw(QPainter& painter) override;
    void storeChanged() override;
    void themeChanged() override;
    void choose(const Spot& spot) override;

private:
    struct PlacedPill {
        QRectF rect;
        Pill pill;
        green::trace::Id id = green::trace::Id::None;  // None: opens the list of the folded ones
        std::uint32_t line = 0;
    };

    void load();
    void follow();
    void planPills(std::uint32_t line);
    // The greenlets of a line that get a pill, in `room` pixels; who is left out is behind a count.
    std::vector<std::pair<Pill, green::trace::Id>> pillsFor(const std::vector<green::trace::Id>& ids, qreal room);
    QString foldText(std::uint32_t line);
    QString whereText(green::trace::Id id, std::uint32_t line);
    void drawText(QPainter& painter, std::uint32_t line, qreal top);
    void popUp(std::uint32_t line, QPointF at);
    std::uint32_t here() const;
    Pill pillOf(green::trace::Id id);
    QColor colourOf(Syntax syntax) const;
    qreal lineHeight() const { return qRound(scaled(20)); }
    qreal gutter() const { return qRound(scaled(44)); }
    qreal lineTop(std::uint32_t line) const;
    QFont textFont() const { return codeFont(scaled(13)); }

    std::vector<QString> lines_;
    std::vector<std::vector<SyntaxSpan>> syntax_;
    LineIndex index_;
    Changes changes_;
    std::vector<PlacedPill> pills_;  // of the visible lines
    std::uint32_t here_ = 0;
    green::trace::EventNumber followed_ = 0;
    qreal widest_ = -1;  // of the lines in pixels; -1: to be measured
};

}  // namespace views
