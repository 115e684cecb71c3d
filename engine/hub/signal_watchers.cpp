#include "hub/signal_watchers.h"

#include <algorithm>

#include "hub/errors.h"

namespace green {

void SignalWatchers::start(std::shared_ptr<SignalWatcher> watcher) {
    if (watcher->number < 1 || watcher->number > Signals::highest)
        throw ValueError("illegal signal number: " + std::to_string(watcher->number));
    if (!has_watcher(watcher->number)) owners_.at(static_cast<std::size_t>(watcher->number)) = Owner::Watchers;
    watchers_.push_back(std::move(watcher));
}

bool SignalWatchers::has_watcher(int number) const {
    return std::ranges::any_of(watchers_, [&](const auto& watcher) { return watcher->number == number; });
}

void SignalWatchers::stop(const SignalWatcher& watcher) {
    const auto is_it = [&](const auto& other) { return other.get() == &watcher; };
    std::erase_if(ready_, is_it);
    const auto number = watcher.number;
    if (std::erase_if(watchers_, is_it) > 0 && !has_watcher(number))
        owners_.at(static_cast<std::size_t>(number)) = Owner::Nobody;
}

std::shared_ptr<SignalWatcher> SignalWatchers::take_ready() {
    if (ready_.empty()) return nullptr;
    auto first = std::move(ready_.front());
    ready_.erase(ready_.begin());
    return first;
}

}  // namespace green
