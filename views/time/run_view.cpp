#include "time/run_view.h"

#include <algorithm>
#include <utility>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

RunView::RunView(QObject* parent) : QObject(parent), store_(std::make_shared<green::trace::TraceStore>()) {}

void RunView::setStore(std::shared_ptr<green::trace::TraceStore> store) {
    store_ = std::move(store);
    moment_ = {};
    told_ = store_->size();
    selection_ = Id::None;
    emit storeChanged();
}

void RunView::setPlayhead(EventNumber playhead) {
    playhead = std::min(playhead, store_->size());
    if (playhead == moment_.number()) return;
    store_->seek(moment_, playhead);
    emit playheadMoved();
}

const green::trace::TraceEvent* RunView::event() const {
    return playhead() == 0 ? nullptr : &store_->event(playhead());
}

void RunView::refresh(bool follow, std::size_t limit) {
    store_->refresh(limit);
    if (store_->size() == told_) return;
    told_ = store_->size();
    emit grown();
    if (follow) setPlayhead(store_->size());
}

void RunView::select(Id id) {
    if (id == selection_) return;
    selection_ = id;
    emit selectionChanged();
}

}  // namespace views
