// The Timeouts of a run: a bar for each from the event that armed it to the one that ended it, and how many were
// armed at once. Sleeps are no part of it: they are seen as the state of who sleeps.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "timeline/queue_track.h"
#include "trace/ids.h"

namespace views {

// Stands for the row of the Timeouts, which belongs to no greenlet and no object; no record uses it.
inline constexpr green::trace::Id timeouts_row{UINT32_MAX};

class TimeoutTrack {
public:
    // Of so many at once each is shown.
    static constexpr std::size_t most_lanes = 4;

    void arm(std::uint32_t n, green::trace::Nanoseconds time, green::trace::JobId job);
    // Event n ran a job, or took it back. Does nothing where that is no Timeout's.
    void over(std::uint32_t n, green::trace::Nanoseconds time, green::trace::JobId job);

    bool empty() const { return armed_.depths().empty(); }
    // Bars that do not overlap within a lane; the event that armed one is its `text`. None where more than
    // most_lanes were armed at once.
    const std::vector<std::vector<ItemBar>>& lanes() const { return lanes_; }
    // How many there were at any time.
    const QueueTrack& armed() const { return armed_; }

private:
    struct Place {
        std::size_t lane;
        std::size_t bar;
    };
    std::vector<std::vector<ItemBar>> lanes_;
    std::unordered_map<green::trace::JobId, Place> open_;
    bool has_lanes_ = true;
    QueueTrack armed_{timeouts_row, 0};
};

}  // namespace views
