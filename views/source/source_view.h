// A program's text with the current line of every greenlet: the text that runs, to be read, or one that is edited.
// Where the text differs from what ran no greenlet is shown, because its line may be another one now.
//
// Keys of a text that is read: up and down go through the greenlets in sight, Return chooses. One that is edited has
// an editor's keys; Esc leaves it.
#pragma once

#include <optional>
#include <vector>

#include "palette/names.h"
#include "pane/changes.h"
#include "pane/spot_walk.h"
#include "source/code_editor.h"
#include "source/line_index.h"
#include "time/run_view.h"

namespace views {

class SourceView : public CodeEditor {
    Q_OBJECT
public:
    // Between pills, and from them to the right end, at the default text size.
    static constexpr qreal pillGap = 4;
    static constexpr qreal rightInset = 8;

    explicit SourceView(RunView& run, QWidget* parent = nullptr);

    // The text of the run, to be read; so it begins.
    void showRun();
    // Another text.
    void showText(QTextDocument& document, const QString& fileName, const QString& language, bool editable) override;
    // Whether the text is the one that the run was made of.
    bool fits() const { return fits_; }

    const std::vector<Spot>& spots();
    // The line that the view shows (RunView::line), where lines are recorded; else that of who runs, or has just acted.
    // 0 if it is not in the program.
    std::uint32_t currentLine();
    // The line of the function further out that the user looks at (RunView::frame); 0 if it is the innermost one.
    std::uint32_t frameLine();
    // The pills of `line` as shown: names, "(boss)" for one that has only room for its glyph, and "+3" for those
    // that did not fit.
    QStringList pillsAt(std::uint32_t line);

    // Each line of the program that somebody stands at: "23: boss (waits: put(10))".
    QString plainText() override;

signals:
    // The file's name may have changed.
    void fileChanged();
    void fitsChanged(bool fits);

protected:
    void refresh() override;
    std::vector<LineMark> lineMarks() const override;
    bool takesKey(const QKeyEvent& event) const override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    struct PlacedPill {
        QRectF rect;
        Pill pill;
        green::trace::Id id = green::trace::Id::None;  // None: opens the list of the folded ones
        std::uint32_t line = 0;
    };

    void takeRun();
    void updateFit();
    void plan();
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
    void step(int direction);
    QString name(green::trace::Id id) const { return names_.name(id); }

    RunView& run_;
    RunNames& names_;
    QTextDocument* ownText_;  // the run's
    QString runsText_;
    bool ofRun_ = true;
    bool fits_ = true;

    LineIndex index_;
    Changes changes_;
    std::vector<Spot> spots_;
    SpotWalk walk_{*this, spots_};
    std::vector<PlacedPill> pills_;  // of the visible lines
    std::uint32_t here_ = 0;
    std::uint32_t frame_ = 0;
    green::trace::LineNumber knownLines_ = 0;
    green::trace::EventNumber followed_ = 0;
    std::optional<green::trace::LineNumber> followedFrame_;
};

}  // namespace views
