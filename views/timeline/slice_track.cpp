#include "timeline/slice_track.h"

#include <algorithm>

namespace views {

Share shareOf(Look look) {
    switch (look) {
        case Look::Running: return Share::Running;
        case Look::Runnable: return Share::Runnable;
        case Look::Sleeps: return Share::Sleeps;
        case Look::WaitsData: return Share::Data;
        case Look::WaitsLock: return Share::Lock;
        case Look::WaitsIo: return Share::Io;
        case Look::Created: return Share::Created;
        default: return Share::Rest;
    }
}

Look lookOf(Share share) {
    switch (share) {
        case Share::Running: return Look::Running;
        case Share::Runnable: return Look::Runnable;
        case Share::Sleeps: return Look::Sleeps;
        case Share::Data: return Look::WaitsData;
        case Share::Lock: return Look::WaitsLock;
        case Share::Io: return Look::WaitsIo;
        case Share::Created: return Look::Created;
        case Share::Rest: break;
    }
    return Look::HubIdle;
}

void SliceTrack::push(const Slice& slice) {
    orders_.push_back(slice.from);
    times_.push_back(slice.time);
    looks_.push_back(slice.look);
    whys_.push_back({slice.detail, slice.reason, slice.wake});
    // The slice before it has found its end, and with it a block may be complete.
    if (size() % block == 1) summarise();
}

void SliceTrack::replaceLast(const Slice& slice) {
    // A summary covers what lies before the slice, so it stands as it is.
    looks_.back() = slice.look;
    whys_.back() = {slice.detail, slice.reason, slice.wake};
}

void SliceTrack::dropLast() {
    orders_.pop_back();
    times_.pop_back();
    looks_.pop_back();
    whys_.pop_back();
    if (size() % block != 0) return;
    block_orders_.pop_back();
    block_times_.pop_back();
    order_sums_.pop_back();
    time_sums_.pop_back();
    turn_sums_.pop_back();
}

void SliceTrack::summarise() {
    OrderSums order{};
    Shares time{};
    std::uint32_t turns = 0;
    if (!order_sums_.empty()) {
        order = order_sums_.back();
        time = time_sums_.back();
        turns = turn_sums_.back();
        for (std::size_t i = (order_sums_.size() - 1) * block; i + 1 < size(); ++i) {
            const auto share = static_cast<std::size_t>(shareOf(looks_[i]));
            order[share] += orders_[i + 1] - orders_[i];
            time[share] += times_[i + 1] - times_[i];
            turns += looks_[i] == Look::Running;
        }
    }
    block_orders_.push_back(orders_.back());
    block_times_.push_back(times_.back());
    order_sums_.push_back(order);
    time_sums_.push_back(time);
    turn_sums_.push_back(turns);
}

template <class Starts, class Blocks>
std::size_t SliceTrack::findIn(const Starts& starts, const Blocks& blocks, std::int64_t value, std::size_t hint) const {
    if (starts.empty() || starts.front() > value) return starts.size();
    if (hint >= starts.size() || starts[hint] > value) hint = 0;
    // From the hint's block on in growing steps, then halving them.
    std::size_t low = hint / block;  // begins by then
    std::size_t step = 1;
    while (low + step < blocks.size() && blocks[low + step] <= value) {
        low += step;
        step *= 2;
    }
    std::size_t high = std::min(low + step, blocks.size());  // begins later, or does not exist
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        (blocks[middle] <= value ? low : high) = middle;
    }
    std::size_t i = low * block;
    const std::size_t end = std::min(i + block, starts.size());
    while (i + 1 < end && starts[i + 1] <= value) ++i;
    return i;
}

std::size_t SliceTrack::find(Axis axis, std::int64_t value, std::size_t hint) const {
    return axis == Axis::Order ? findIn(orders_, block_orders_, value, hint)
                               : findIn(times_, block_times_, value, hint);
}

template <class Sums, class Starts>
Shares SliceTrack::sumsBefore(const Sums& sums, const Starts& starts, std::size_t at, std::int64_t value) const {
    Shares shares{};
    std::ranges::copy(sums[at / block], shares.begin());
    for (std::size_t i = at / block * block; i < at; ++i)
        shares[static_cast<std::size_t>(shareOf(looks_[i]))] += starts[i + 1] - starts[i];
    shares[static_cast<std::size_t>(shareOf(looks_[at]))] += value - starts[at];
    return shares;
}

Shares SliceTrack::before(Axis axis, std::int64_t value, std::size_t& hint) const {
    const std::size_t at = find(axis, value, hint);
    if (at == size()) return {};
    hint = at;
    return axis == Axis::Order ? sumsBefore(order_sums_, orders_, at, value)
                               : sumsBefore(time_sums_, times_, at, value);
}

std::uint32_t SliceTrack::turnsBefore(std::size_t i) const {
    // The last block may have no summary yet.
    const std::size_t first = std::min(i / block, turn_sums_.size() - 1);
    std::uint32_t turns = turn_sums_[first];
    for (std::size_t k = first * block; k < i; ++k) turns += looks_[k] == Look::Running;
    return turns;
}

std::size_t SliceTrack::bytes() const {
    return orders_.capacity() *
               (sizeof(std::uint32_t) + sizeof(green::trace::Nanoseconds) + sizeof(Look) + sizeof(Why)) +
           block_orders_.capacity() *
               (sizeof(std::uint32_t) * 2 + sizeof(green::trace::Nanoseconds) + sizeof(OrderSums) + sizeof(Shares));
}

}  // namespace views
