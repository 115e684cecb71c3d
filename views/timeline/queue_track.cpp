#include "timeline/queue_track.h"

#include <algorithm>

namespace views {

using green::trace::Id;
using green::trace::Nanoseconds;

std::uint32_t lastCell(const ItemBar& bar, std::uint32_t n) { return n - 1 > bar.from ? n - 1 : n; }

QueueTrack::QueueTrack(Id id, std::int64_t capacity) : id_(id), capacity_(capacity) {
    if (capacity != 0 && capacity <= most_places)
        places_.resize(static_cast<std::size_t>(std::max<std::int64_t>(capacity, 1)));
}

std::uint32_t QueueTrack::freeSlot() const {
    const auto count = static_cast<std::uint32_t>(places_.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t slot = (next_slot_ + i) % count;
        if (std::ranges::none_of(inside_, [&](const Place& taken) { return taken.slot == slot; })) return slot;
    }
    return count;
}

void QueueTrack::depth(std::uint32_t n, Nanoseconds time) {
    deepest_ = std::max(deepest_, items_);
    if (depths_.size() % block == 0) block_deepest_.push_back(items_);
    block_deepest_.back() = std::max(block_deepest_.back(), items_);
    depths_.push_back({n, items_, time});
}

void QueueTrack::put(std::uint32_t n, Nanoseconds time, std::int64_t place, bool forWaiter) {
    ++items_;
    depth(n, time);
    if (places_.empty()) return;
    // The ring's next place; another one only where an item stays behind, as in a priority queue.
    std::uint32_t slot = freeSlot();
    if (slot == places_.size()) {
        if (capacity_ < 0 && places_.size() == static_cast<std::size_t>(most_places)) {
            places_.clear();
            inside_.clear();
            return;
        }
        // A queue never holds more than it has places, a damaged record may.
        if (capacity_ < 0)
            places_.emplace_back();
        else
            slot = next_slot_;
    }
    if (capacity_ > 0) next_slot_ = (slot + 1) % static_cast<std::uint32_t>(places_.size());
    places_[slot].push_back({n, ItemBar::open, n, forWaiter && first_wait_ != 0 ? first_wait_ : n, 0});
    const Place where{slot, places_[slot].size() - 1};
    const auto size = static_cast<std::int64_t>(inside_.size());
    inside_.insert(inside_.begin() + (place < 0 || place > size ? size : place), where);
}

void QueueTrack::get(std::uint32_t n, Nanoseconds time, std::int64_t place) {
    if (items_ == 0) return;
    --items_;
    depth(n, time);
    if (inside_.empty()) return;
    const auto taken =
        inside_.begin() + std::clamp<std::int64_t>(place, 0, static_cast<std::int64_t>(inside_.size()) - 1);
    auto& bar = places_[taken->slot][taken->bar];
    bar.to = lastCell(bar, n);
    bar.end = n;
    inside_.erase(taken);
}

void QueueTrack::waits(std::uint32_t n, std::uint32_t wait) {
    if (wait == first_wait_) return;
    if (first_wait_ != 0) {
        waiting_.back().to = lastCell(waiting_.back(), n);
        waiting_.back().end = n;
    }
    if (wait != 0) waiting_.push_back({n, ItemBar::open, wait, wait, 0});
    first_wait_ = wait;
}

std::uint32_t QueueTrack::itemsAfter(green::trace::EventNumber n) const {
    const auto after = std::ranges::upper_bound(depths_, n, {}, &Depth::event);
    return after == depths_.begin() ? 0 : std::prev(after)->items;
}

std::uint32_t QueueTrack::deepest(Axis axis, std::int64_t begin, std::int64_t end) const {
    // From the last change before the stretch, whose count still holds when it begins, to its end.
    const auto start = [axis](const Depth& depth) { return depth.start(axis); };
    auto first = std::ranges::upper_bound(depths_, begin, {}, start);
    if (first != depths_.begin()) --first;
    const auto last = std::ranges::lower_bound(first, depths_.end(), end, {}, start);
    std::uint32_t most = 0;
    auto i = static_cast<std::size_t>(first - depths_.begin());
    const auto stop = static_cast<std::size_t>(last - depths_.begin());
    if (i < stop && depths_[i].start(axis) >= end) return 0;
    while (i < stop) {
        if (i % block == 0 && i + block <= stop) {
            most = std::max(most, block_deepest_[i / block]);
            i += block;
        } else {
            most = std::max(most, depths_[i++].items);
        }
    }
    return most;
}

}  // namespace views
