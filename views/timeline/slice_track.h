// What one greenlet did: its slices from its creation to now, each beginning where the one before ends,
// and beside them a summary from which any stretch of them is summed up without looking at each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "palette/palette.h"
#include "time/axis.h"
#include "trace/event.h"
#include "trace/ids.h"

namespace views {

// One state from begin to end. On Order it covers the cells of the events after `from` up to the next
// slice's `from`; runs of more than 2^32 events do not fit into memory.
struct Slice {
    std::uint32_t from = 0;
    std::uint32_t detail = 0;            // the event that says why: the Wait, the Yield, the Spawn; 0: none
    green::trace::Nanoseconds time = 0;  // at which it begins
    Look look = Look::Running;
    green::trace::WaitReason reason = green::trace::WaitReason::None;
    green::trace::JobKind wake = green::trace::JobKind::None;

    std::int64_t start(Axis axis) const { return axis == Axis::Order ? from : time; }
};

// Looks that a summary tells apart.
enum class Share : std::uint8_t { Running, Runnable, Sleeps, Data, Lock, Io, Created, Rest };
inline constexpr std::size_t share_count = 8;
Share shareOf(Look look);
// The look that stands for a share; HubIdle for the rest, of which nothing is drawn.
Look lookOf(Share share);

// How much of a stretch fell to each share, in axis units.
using Shares = std::array<std::int64_t, share_count>;

class SliceTrack {
public:
    // A slice that begins where the last one ends. Costs O(1).
    void push(const Slice& slice);
    // The last slice was another one all along. It keeps its beginning.
    void replaceLast(const Slice& slice);
    void dropLast();

    bool empty() const { return orders_.empty(); }
    std::size_t size() const { return orders_.size(); }
    Slice operator[](std::size_t i) const {
        const Why& why = whys_[i];
        return {orders_[i], why.detail, times_[i], looks_[i], why.reason, why.wake};
    }
    Slice last() const { return (*this)[size() - 1]; }
    Look look(std::size_t i) const { return looks_[i]; }
    std::int64_t start(std::size_t i, Axis axis) const { return axis == Axis::Order ? orders_[i] : times_[i]; }
    // Where slice i ends; the last one ends at `edge`, which is now.
    std::int64_t endOf(std::size_t i, Axis axis, std::int64_t edge) const {
        return i + 1 < size() ? start(i + 1, axis) : edge;
    }

    // The last slice that begins at or before `value`; size() if all begin later. Of slices of no
    // length at one place the last. `hint` is a place known to be at or before it, 0 if none is known:
    // going through a track from left to right then costs less than searching anew.
    std::size_t find(Axis axis, std::int64_t value, std::size_t hint = 0) const;

    // What there was before `value` <= edge, from the beginning on; the difference of two is the shares
    // of a stretch. O(1) but for the search for `value`; `hint` as in find, and set to the place found.
    Shares before(Axis axis, std::int64_t value, std::size_t& hint) const;

    // How many of the slices [first, last) are running ones.
    std::uint32_t turns(std::size_t first, std::size_t last) const { return turnsBefore(last) - turnsBefore(first); }

    std::size_t bytes() const;

private:
    static constexpr std::size_t block = 16;
    struct Why {
        std::uint32_t detail = 0;
        green::trace::WaitReason reason = green::trace::WaitReason::None;
        green::trace::JobKind wake = green::trace::JobKind::None;
    };
    // What there was before the first slice of a block.
    using OrderSums = std::array<std::uint32_t, share_count>;

    void summarise();
    std::uint32_t turnsBefore(std::size_t i) const;
    template <class Starts, class Blocks>
    std::size_t findIn(const Starts& starts, const Blocks& blocks, std::int64_t value, std::size_t hint) const;
    template <class Sums, class Starts>
    Shares sumsBefore(const Sums& sums, const Starts& starts, std::size_t at, std::int64_t value) const;

    // Each part of the slices for itself, and the beginnings of blocks once more: a frame of a long run
    // looks at thousands of places that lie far apart, and each should cost few lines of the cache.
    std::vector<std::uint32_t> orders_;
    std::vector<green::trace::Nanoseconds> times_;
    std::vector<Look> looks_;
    std::vector<Why> whys_;
    std::vector<std::uint32_t> block_orders_;
    std::vector<green::trace::Nanoseconds> block_times_;
    std::vector<OrderSums> order_sums_;
    std::vector<Shares> time_sums_;
    std::vector<std::uint32_t> turn_sums_;
};

}  // namespace views
