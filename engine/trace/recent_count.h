// How many times something has happened in the last second: counted by twentieths of one, so that it takes the same
// room however many they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trace/ids.h"

namespace green::trace {

class RecentCount {
public:
    // Times never go back.
    void add(Nanoseconds time) {
        if (counts_.empty()) {
            counts_.resize(slot_count);
            newest_ = slot_of(time);
        }
        forget_before(slot_of(time));
        ++counts_[place(newest_)];
    }

    // In the second that ends at `now`, which is no earlier than what was added last; to a twentieth of it.
    std::uint64_t in_second_before(Nanoseconds now) const {
        if (counts_.empty()) return 0;
        std::uint64_t count = 0;
        const auto first = slot_of(now) - (slot_count - 1);
        for (auto slot = newest_ - (slot_count - 1); slot <= newest_; ++slot)
            if (slot >= first) count += counts_[place(slot)];
        return count;
    }

    bool operator==(const RecentCount&) const = default;

private:
    static constexpr std::int64_t slot_count = 20;
    static constexpr Nanoseconds slot_time = 1'000'000'000 / slot_count;

    static std::int64_t slot_of(Nanoseconds time) { return time / slot_time; }
    static std::size_t place(std::int64_t slot) {
        return static_cast<std::size_t>((slot % slot_count + slot_count) % slot_count);
    }

    // A damaged record may have any times.
    void forget_before(std::int64_t slot) {
        if (slot <= newest_) return;
        if (slot - newest_ >= slot_count)
            counts_.assign(slot_count, 0);
        else
            for (auto passed = newest_ + 1; passed <= slot; ++passed) counts_[place(passed)] = 0;
        newest_ = slot;
    }

    std::vector<std::uint32_t> counts_;  // by slot; empty until something has happened
    std::int64_t newest_ = 0;            // the slot that was counted last
};

}  // namespace green::trace
