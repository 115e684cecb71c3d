#include "hub/signal_watchers.h"

#include <algorithm>

#include "hub/errors.h"

namespace green {

void SignalWatchers::start(std::shared_ptr<SignalWatcher> watcher) {
    if (watcher->number < 1 || watcher->number > Signals::highest)
        throw ValueError("illegal signal number: " + std::to_string(watcher->number));
    watchers_.push_back(std::move(watcher));
}

void SignalWatchers::stop(const SignalWatcher& watcher) {
    const auto is_it = [&](const auto& other) { return other.get() == &watcher; };
    std::erase_if(ready_, is_it);
    std::erase_if(watchers_, is_it);
}

std::shared_ptr<SignalWatcher> SignalWatchers::take_ready() {
    if (ready_.empty()) return nullptr;
    auto first = std::move(ready_.front());
    ready_.erase(ready_.begin());
    return first;
}

}  // namespace green
