#include "loop/timers.h"

#include <algorithm>
#include <utility>

namespace green::loop {

Timer::Timer(int priority, bool referenced, trace::JobKind kind, std::function<void()> due)
    : priority_(priority), referenced_(referenced), kind_(kind), due_(std::move(due)) {}

Timer::~Timer() {
    if (owner_) owner_->stop(*this, 0);
}

Timers::~Timers() {
    // A Timeout may outlive the run that it was started in.
    while (!heap_.empty()) stop(*heap_.top().timer, 0);
    for (auto& collected : collected_)
        for (auto* timer : collected.timers)
            if (timer) timer->owner_ = nullptr;
}

void Timers::start(Timer& timer, Nanoseconds deadline, JobId job) {
    timer.owner_ = this;
    timer.where_ = Timer::Where::Heap;
    timer.deadline_ = deadline;
    timer.job_ = job;
    if (timer.referenced_) ++referenced_;
    heap_.push({deadline, &timer});
}

void Timers::stop(Timer& timer, Nanoseconds now) {
    if (!timer.owner_) return;
    if (timer.where_ == Timer::Where::Heap) {
        timer.left_ = timer.deadline_ - now;
        heap_.remove(timer.index_);
    } else {
        auto& timers = collected_[slot(timer.priority_)].timers;
        *std::ranges::find(timers, &timer) = nullptr;
    }
    if (timer.referenced_) --referenced_;
    timer.owner_ = nullptr;
    timer.where_ = Timer::Where::Nowhere;
}

std::size_t Timers::active() const {
    auto count = heap_.size();
    for (const auto& collected : collected_)
        count += static_cast<std::size_t>(std::ranges::count_if(collected.timers, [](auto* timer) { return timer; }));
    return count;
}

void Timers::collect(Nanoseconds now) {
    while (!heap_.empty() && heap_.top().deadline < now) {
        Timer* timer = heap_.remove(0).timer;
        timer->where_ = Timer::Where::Collected;
        timer->left_ = timer->deadline_ - now;
        collected_[slot(timer->priority_)].timers.push_back(timer);
    }
}

bool Timers::has_collected(int priority) const {
    const auto& collected = collected_[slot(priority)];
    return std::any_of(collected.timers.begin() + static_cast<std::ptrdiff_t>(collected.next), collected.timers.end(),
                       [](const Timer* timer) { return timer != nullptr; });
}

Timer* Timers::take_collected(int priority) {
    auto& collected = collected_[slot(priority)];
    while (collected.next < collected.timers.size()) {
        Timer* timer = std::exchange(collected.timers[collected.next++], nullptr);
        if (!timer) continue;
        if (timer->referenced_) --referenced_;
        timer->owner_ = nullptr;
        timer->where_ = Timer::Where::Nowhere;
        return timer;
    }
    collected.timers.clear();
    collected.next = 0;
    return nullptr;
}

}  // namespace green::loop
