// The iterator of a loop over something that hands out its items one by one, and waits for each.
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace green::detail {

// Asks `next` for an item when it is made and for each ++; ends when there is none. `Next` can be copied, and
// its call returns a std::optional.
template <class Next>
class NextIterator {
    using Got = std::invoke_result_t<Next&>;

public:
    using value_type = typename Got::value_type;
    using difference_type = std::ptrdiff_t;

    explicit NextIterator(Next next) : next_(std::move(next)) { ++*this; }
    const value_type& operator*() const { return *item_; }
    NextIterator& operator++() {
        // Without assigning: not everything can be.
        item_.reset();
        if (Got got = next_()) item_.emplace(std::move(*got));
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const NextIterator& iterator, std::default_sentinel_t) { return !iterator.item_; }

private:
    Next next_;
    Got item_;
};

}  // namespace green::detail
