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
        case WaitReason::Wait:
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
    lives_.clear();
    living_ = 0;
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
    const bool lives = greenlet && greenlet->role == green::trace::Role::Greenlet && !greenlet->ended;
    const std::size_t index = raw(id);
    if (index >= lives_.size() && lives) lives_.resize(index + 1);
    if (index < lives_.size() && lives_[index] != lives) {
        lives_[index] = lives;
        living_ += lives ? 1 : static_cast<std::size_t>(-1);
    }
    if (!greenlet || !views::joins(moment, *greenlet)) return;
    joins_.emplace(id, greenlet->waits_on);
    byTarget_[greenlet->waits_on].insert(id);
}

// Whoever is in the joinall lives, or its end is still to be told. If all of those together are no more than
// `left`, they are the ones.
std::vector<Id> WaitIndex::joined(const Moment& moment, Id waiter, std::size_t left) const {
    const std::size_t self = raw(waiter);
    const bool waiterLives = self < lives_.size() && lives_[self];
    const std::size_t others = living_ - (waiterLives ? 1 : 0);
    if (left == 0 || others > left) return {};
    std::set<Id> found;
    for (const auto& job : moment.callbacks()) {
        if (found.size() > left) return {};
        const auto* greenlet = job.kind == green::trace::JobKind::Notify ? moment.greenlet(job.target) : nullptr;
        if (greenlet && greenlet->ended && job.target != waiter) found.insert(job.target);
    }
    if (others + found.size() != left) return {};
    for (std::size_t i = 0; i < lives_.size(); ++i)
        if (lives_[i] && i != self) found.insert(Id{static_cast<std::uint32_t>(i)});
    return {found.begin(), found.end()};
}

std::vector<Id> WaitIndex::toldOf(Id target) const {
    if (const auto known = byTarget_.find(target); known != byTarget_.end())
        return {known->second.begin(), known->second.end()};
    const auto unsaid = byTarget_.find(Id::None);
    if (unsaid != byTarget_.end() && unsaid->second.size() == 1) return {*unsaid->second.begin()};
    return {};
}

}  // namespace views
