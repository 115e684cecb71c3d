#include "pane/wait_index.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Moment;
using green::trace::State;
using green::trace::WaitReason;

bool joins(const Moment& moment, const GreenletState& greenlet) {
    if (greenlet.state != State::Waiting) return false;
    switch (greenlet.reason) {
        case WaitReason::Join:
        case WaitReason::JoinAll:
        case WaitReason::Kill: return true;
        case WaitReason::Get: return moment.greenlet(greenlet.waits_on) != nullptr;
        default: return false;
    }
}

void WaitIndex::update(const Moment& moment, const std::optional<std::vector<Id>>& changed) {
    if (changed) {
        for (const Id id : *changed) look(moment, id);
        return;
    }
    joins_.clear();
    byTarget_.clear();
    for (const auto& greenlet : moment.greenlets()) look(moment, greenlet.id);
}

void WaitIndex::look(const Moment& moment, Id id) {
    if (const auto old = joins_.find(id); old != joins_.end()) {
        const auto waiters = byTarget_.find(old->second);
        waiters->second.erase(id);
        if (waiters->second.empty()) byTarget_.erase(waiters);
        joins_.erase(old);
    }
    const auto* greenlet = moment.greenlet(id);
    if (!greenlet || !views::joins(moment, *greenlet)) return;
    joins_.emplace(id, greenlet->waits_on);
    byTarget_[greenlet->waits_on].insert(id);
}

std::vector<Id> WaitIndex::toldOf(Id target) const {
    if (const auto known = byTarget_.find(target); known != byTarget_.end())
        return {known->second.begin(), known->second.end()};
    const auto unsaid = byTarget_.find(Id::None);
    if (unsaid != byTarget_.end() && unsaid->second.size() == 1) return {*unsaid->second.begin()};
    return {};
}

}  // namespace views
