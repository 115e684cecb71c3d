// What all views of a run share: its record, the playhead and the selection. A view is a pure function
// of these; it listens to the signals and repaints. GUI thread only.
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "trace/store.h"

namespace views {

class RunView : public QObject {
    Q_OBJECT
public:
    explicit RunView(QObject* parent = nullptr);

    // Shows another run from its beginning. Never null; at first an empty one.
    void setStore(std::shared_ptr<green::trace::TraceStore> store);
    const green::trace::TraceStore& store() const { return *store_; }

    // The moment shown: 0 (before the first event) to store().size().
    green::trace::EventNumber playhead() const { return moment_.number(); }
    // Clamped to what there is. Emits playheadMoved if it moves.
    void setPlayhead(green::trace::EventNumber playhead);
    // The state at the playhead.
    const green::trace::Moment& moment() const { return moment_; }
    // The event that led to the playhead, or null at 0. Qt's own event() stays in sight.
    using QObject::event;
    const green::trace::TraceEvent* event() const;
    bool atLiveEdge() const { return playhead() == store_->size(); }

    // Takes up what the store's last chunk has published; emits grown if there is more than the last
    // time, whoever has taken it up. With `follow`, the playhead goes along to the new live edge.
    void refresh(bool follow, std::size_t limit = SIZE_MAX);

    // The greenlet or object that the user has chosen; None for none.
    green::trace::Id selection() const { return selection_; }
    void select(green::trace::Id id);

    // The side stream beside the playhead: how many lines have begun, or are just about to. Those before the
    // playhead's event, unless goToLine has been further, between that event and the next.
    green::trace::LineNumber linesBegun() const;
    // Whose line is shown: the selected greenlet, also one that is yet to be made; else who runs; while the hub does,
    // who ran a line last. None if nobody has.
    green::trace::Id lineGreenlet() const;
    // The line at which that one is, its last one that has begun; nothing before its first.
    std::optional<green::trace::LineNumber> line() const;
    // line() is about to run; otherwise it has begun.
    bool isBeforeLine() const;
    // Goes to where line n of the store is about to run.
    void goToLine(green::trace::LineNumber n);
    // The frame of the stack at line() that the user looks at, by its line; line() itself unless one was chosen.
    std::optional<green::trace::LineNumber> frame() const;
    void chooseFrame(green::trace::LineNumber frame);

    // Why there are no lines to show and to step by, if there are none.
    enum class Lines {
        Kept,
        NotPython,
        RealClock,
        None,  // the run was not asked for them, or they are lost
        Cut,   // there were too many: the last ones that ran are not there
    };
    Lines lines() const;

signals:
    void storeChanged();
    void grown();
    void playheadMoved();
    void selectionChanged();
    // line() or frame() may have changed; also follows playheadMoved.
    void lineMoved();

private:
    void forgetLine();

    std::shared_ptr<green::trace::TraceStore> store_;
    green::trace::Moment moment_;
    green::trace::EventNumber told_ = 0;  // the store's size that listeners know
    green::trace::Id selection_ = green::trace::Id::None;
    green::trace::LineNumber toldLines_ = 0;               // likewise
    std::optional<green::trace::LineNumber> linesBegun_;   // since goToLine, until the playhead moves
    std::optional<green::trace::LineNumber> chosenFrame_;  // until the line changes
    std::optional<green::trace::LineNumber> frameOf_;      // the line() that it was chosen at
};

}  // namespace views
