#include "pane/changes.h"

#include <algorithm>
#include <utility>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

namespace {

constexpr EventNumber longestWalk = 256;

}  // namespace

std::optional<std::vector<Id>> Changes::take(const green::trace::TraceStore& store, const green::trace::Moment& now) {
    const EventNumber before = std::exchange(at_, now.number());
    const Id ranBefore = std::exchange(running_, now.running());
    const auto [low, high] = std::minmax(before, at_);
    if (!std::exchange(known_, true) || high - low > longestWalk || high > store.size()) return std::nullopt;

    // Whoever ran is told too: a damaged record may switch from somebody who is not the actor.
    std::vector<Id> ids{Id::Hub, ranBefore, running_};
    for (EventNumber n = low + 1; n <= high; ++n) {
        const auto& event = store.event(n);
        ids.push_back(event.greenlet);
        ids.push_back(event.object);
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace views
