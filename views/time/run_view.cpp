#include "time/run_view.h"

#include <algorithm>
#include <utility>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::LineNumber;
using green::trace::Role;

RunView::RunView(QObject* parent) : QObject(parent), store_(std::make_shared<green::trace::TraceStore>()) {}

void RunView::setStore(std::shared_ptr<green::trace::TraceStore> store) {
    store_ = std::move(store);
    moment_ = {};
    told_ = store_->size();
    selection_ = Id::None;
    toldLines_ = store_->lines().size();
    forgetLine();
    emit storeChanged();
    emit lineMoved();
}

void RunView::forgetLine() {
    linesBegun_.reset();
    chosenFrame_.reset();
}

void RunView::setPlayhead(EventNumber playhead) {
    playhead = std::min(playhead, store_->size());
    if (playhead == moment_.number() && !linesBegun_) return;
    forgetLine();
    if (playhead != moment_.number()) {
        store_->seek(moment_, playhead);
        emit playheadMoved();
    }
    emit lineMoved();
}

const green::trace::TraceEvent* RunView::event() const {
    return playhead() == 0 ? nullptr : &store_->event(playhead());
}

void RunView::refresh(bool follow, std::size_t limit) {
    store_->refresh(limit);
    const bool moreLines = store_->lines().size() != toldLines_;
    toldLines_ = store_->lines().size();
    if (store_->size() != told_) {
        told_ = store_->size();
        emit grown();
        if (follow) setPlayhead(store_->size());
    }
    if (moreLines) emit lineMoved();
}

void RunView::select(Id id) {
    if (id == selection_) return;
    selection_ = id;
    emit selectionChanged();
    emit lineMoved();
}

LineNumber RunView::linesBegun() const { return linesBegun_ ? *linesBegun_ : store_->lines().count_before(playhead()); }

Id RunView::lineGreenlet() const {
    const auto runsLines = [](const green::trace::Moment& moment, Id id) {
        const auto* greenlet = moment.greenlet(id);
        return greenlet && greenlet->role != Role::Hub;
    };
    if (runsLines(store_->last(), selection_)) return selection_;
    if (runsLines(moment_, moment_.running())) return moment_.running();
    const auto begun = linesBegun();
    return begun == 0 ? Id::None : store_->lines().line(begun - 1).greenlet;
}

std::optional<LineNumber> RunView::line() const { return store_->lines().last_of(lineGreenlet(), linesBegun()); }

bool RunView::isBeforeLine() const {
    const auto shown = line();
    return shown && linesBegun_ == *shown + 1;
}

void RunView::goToLine(LineNumber n) {
    const auto playhead = std::min(store_->lines().line(n).after, store_->size());
    const bool moves = playhead != moment_.number();
    forgetLine();
    linesBegun_ = n + 1;
    if (moves) {
        store_->seek(moment_, playhead);
        emit playheadMoved();
    }
    emit lineMoved();
}

std::optional<LineNumber> RunView::frame() const {
    const auto shown = line();
    return chosenFrame_ && frameOf_ == shown ? chosenFrame_ : shown;
}

void RunView::chooseFrame(LineNumber frame) {
    chosenFrame_ = frame;
    frameOf_ = line();
    emit lineMoved();
}

RunView::Lines RunView::lines() const {
    if (store_->lines().is_cut() && linesBegun() == store_->lines().size()) return Lines::Cut;
    if (!store_->lines().empty()) return Lines::Kept;
    if (store_->recipe().language != "python") return Lines::NotPython;
    return store_->recipe().clock == green::trace::ClockKind::Real ? Lines::RealClock : Lines::None;
}

}  // namespace views
