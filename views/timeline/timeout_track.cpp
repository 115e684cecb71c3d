#include "timeline/timeout_track.h"

#include <algorithm>

namespace views {

using green::trace::JobId;
using green::trace::Nanoseconds;

void TimeoutTrack::arm(std::uint32_t n, Nanoseconds time, JobId job) {
    if (!open_.try_emplace(job).second) return;  // a damaged record
    armed_.put(n, time, -1);
    if (!has_lanes_) return;
    const auto is_free = [n](const std::vector<ItemBar>& bars) { return bars.empty() || bars.back().to <= n; };
    auto lane = std::ranges::find_if(lanes_, is_free);
    if (lane == lanes_.end()) {
        if (lanes_.size() == most_lanes) {
            lanes_.clear();
            has_lanes_ = false;
            return;
        }
        lane = lanes_.emplace(lanes_.end());
    }
    lane->push_back({n, ItemBar::open, n, n, 0});
    open_[job] = {static_cast<std::size_t>(lane - lanes_.begin()), lane->size() - 1};
}

void TimeoutTrack::over(std::uint32_t n, Nanoseconds time, JobId job) {
    const auto found = open_.find(job);
    if (found == open_.end()) return;
    armed_.get(n, time);
    if (has_lanes_) {
        auto& bar = lanes_[found->second.lane][found->second.bar];
        bar.to = lastCell(bar, n);
        bar.end = n;
    }
    open_.erase(found);
}

}  // namespace views
