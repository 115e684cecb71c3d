// What all views of a run share: its record, the playhead and the selection. A view is a pure function
// of these; it listens to the signals and repaints. GUI thread only.
#pragma once

#include <QObject>
#include <memory>

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

signals:
    void storeChanged();
    void grown();
    void playheadMoved();
    void selectionChanged();

private:
    std::shared_ptr<green::trace::TraceStore> store_;
    green::trace::Moment moment_;
    green::trace::EventNumber told_ = 0;  // the store's size that listeners know
    green::trace::Id selection_ = green::trace::Id::None;
};

}  // namespace views
