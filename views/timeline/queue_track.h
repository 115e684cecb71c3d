// What one queue held: a bar for each item from put to get, the items that waited for room, and the
// number of items over the run.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "time/axis.h"
#include "trace/ids.h"
#include "trace/moment.h"

namespace views {

// [from, to) on Order. An item leaves with the cell in which it is taken.
struct ItemBar {
    static constexpr std::uint32_t open = UINT32_MAX;
    std::uint32_t from = 0;
    std::uint32_t to = open;
    std::uint32_t text = 0;   // the event whose text is the item: its Put, or the Wait of who wants to put it
    std::uint32_t asked = 0;  // the event with which somebody asked for that: the Put itself, or the Wait before
    std::uint32_t end = 0;    // the event that took it, or ended the waiting; 0: not yet
};

// Where a bar ends that event n ended: with the cell before it, which may be its own first.
std::uint32_t lastCell(const ItemBar& bar, std::uint32_t n);

class QueueTrack {
public:
    // Queues of at most that many places show each place; so do those without limit that never held more.
    static constexpr std::int64_t most_places = 6;

    // `capacity` -1: unbounded; 0: of something that is only counted.
    QueueTrack(green::trace::Id id, std::int64_t capacity);

    green::trace::Id id() const { return id_; }
    std::int64_t capacity() const { return capacity_; }  // -1: unbounded
    // Whether its items are shown. One without limit may lose its places when it gets too many items.
    bool hasPlaces() const { return !places_.empty(); }
    // How many bars can lie above each other: its places and, where there is a limit, whoever waits for room.
    std::size_t lines() const { return places_.size() + (capacity_ > 0 ? 1 : 0); }

    // Event n put an item, `place` from the front (-1: the back), or took the one there. With `forWaiter`
    // the item is that of the first in line to put.
    void put(std::uint32_t n, green::trace::Nanoseconds time, std::int64_t place, bool forWaiter = false);
    void get(std::uint32_t n, green::trace::Nanoseconds time, std::int64_t place = 0);
    // After event n the first in line to put is the greenlet that began to wait at event `wait`; 0: nobody.
    void waits(std::uint32_t n, std::uint32_t wait);
    bool somebodyWaits() const { return first_wait_ != 0; }

    // The bars in each place, bottom first, in the order of their beginnings.
    const std::vector<std::vector<ItemBar>>& places() const { return places_; }
    const std::vector<ItemBar>& waiting() const { return waiting_; }

    // How many items it held after that.
    struct Depth {
        std::uint32_t event = 0;
        std::uint32_t items = 0;
        green::trace::Nanoseconds time = 0;
        std::int64_t start(Axis axis) const { return axis == Axis::Order ? event : time; }
    };
    const std::vector<Depth>& depths() const { return depths_; }
    // How many after that event.
    std::uint32_t itemsAfter(green::trace::EventNumber n) const;
    // The most items between `begin` and `end`.
    std::uint32_t deepest(Axis axis, std::int64_t begin, std::int64_t end) const;
    std::uint32_t deepest() const { return deepest_; }

private:
    struct Place {
        std::uint32_t slot;
        std::size_t bar;
    };
    void depth(std::uint32_t n, green::trace::Nanoseconds time);
    // The place for an item that comes; places_.size() where there is none.
    std::uint32_t freeSlot() const;

    green::trace::Id id_;
    std::int64_t capacity_;
    std::vector<std::vector<ItemBar>> places_;  // empty where places are not shown
    std::deque<Place> inside_;                  // front first, where they are
    std::uint32_t next_slot_ = 0;               // of the ring of a queue with a limit; else always the first
    std::vector<ItemBar> waiting_;
    std::uint32_t first_wait_ = 0;
    std::uint32_t items_ = 0;
    std::uint32_t deepest_ = 0;
    std::vector<Depth> depths_;
    static constexpr std::size_t block = 64;
    std::vector<std::uint32_t> block_deepest_;
};

}  // namespace views
