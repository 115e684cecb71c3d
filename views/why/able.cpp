#include "why/able.h"

#include <algorithm>

#include "narration/words.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Job;
using green::trace::JobKind;
using green::trace::Moment;
using green::trace::never;
using green::trace::Role;
using green::trace::State;
using green::trace::WaitReason;

Able::Able(const Moment& moment) : moment_(moment) {
    const auto take = [this](const Job& job) {
        if (job.cancelled) return;
        due_.insert(job.target);
        if (job.kind == JobKind::Function) functionIsDue_ = true;
    };
    for (const auto& job : moment.callbacks()) take(job);
    for (const auto& job : moment.timers()) take(job);
    somebodyMoves_ = std::ranges::any_of(moment.greenlets(), [this](const GreenletState& greenlet) {
        if (greenlet.role == Role::Hub || greenlet.ended) return false;
        return greenlet.state == State::Running || greenlet.state == State::Runnable || greenlet.deadline != never ||
               due_.contains(greenlet.id);
    });
}

bool Able::is(Id id) {
    const auto* greenlet = moment_.greenlet(id);
    if (!greenlet) return false;
    // Whoever is asked about while it is being found out waits for itself.
    const auto [known, isNew] = known_.try_emplace(id, false);
    if (!isNew) return known->second;
    // In a line of joins that is longer, the benefit of the doubt.
    constexpr int deepest = 200;
    if (depth_ >= deepest) return known_[id] = true;
    ++depth_;
    const bool able = find(*greenlet);
    --depth_;
    return known_[id] = able;
}

bool Able::find(const GreenletState& greenlet) {
    if (greenlet.ended || greenlet.role == Role::Hub) return false;
    switch (greenlet.state) {
        case State::Running:
        case State::Runnable: return true;
        case State::Created: return due_.contains(greenlet.id);
        case State::Waiting: return waiting(greenlet);
        default: return greenlet.state == State::Failed;  // until its report is out
    }
}

bool Able::waiting(const GreenletState& greenlet) {
    if (greenlet.deadline != never || due_.contains(greenlet.id)) return true;
    if (greenlet.waits_on != Id::None && due_.contains(greenlet.waits_on)) return true;
    const auto* object = moment_.object(greenlet.waits_on);
    const auto able = [this](Id id) { return is(id); };
    if (waits_for_outside(greenlet.reason)) return true;
    switch (greenlet.reason) {
        case WaitReason::Serve:
        case WaitReason::Idle:
        case WaitReason::LoopEnd: return true;
        case WaitReason::Select: return !watchesNothing(greenlet.call_arguments);
        case WaitReason::Join:
        case WaitReason::Get:
        case WaitReason::Kill: return is(greenlet.waits_on);
        case WaitReason::Lock:
        case WaitReason::LockWait: return object && std::ranges::any_of(object->holders, able);
        case WaitReason::GroupJoin: return object && std::ranges::all_of(object->members, able);
        case WaitReason::PoolSpawn:
        case WaitReason::PoolWait: return object && std::ranges::any_of(object->members, able);
        // The record does not say of whom.
        case WaitReason::JoinAll:
        case WaitReason::Wait: return somebodyMoves_;
        default: return false;
    }
}

std::vector<Id> Able::others(const std::vector<Id>& except, std::size_t most) {
    std::vector<Id> found;
    for (const auto& greenlet : moment_.greenlets()) {
        if (found.size() >= most) break;
        if (!std::ranges::count(except, greenlet.id) && is(greenlet.id)) found.push_back(greenlet.id);
    }
    return found;
}

}  // namespace views
