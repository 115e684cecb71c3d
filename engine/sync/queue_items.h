// Where queues keep their items: first in first out, last in first out, or the smallest first. Each knows
// the place of an item in the order in which they will be taken; that is what the record shows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "hub/errors.h"

namespace green::detail {

// Items were put or taken while two were compared: by the program's own function that compares them.
class ItemsChanged : public RuntimeError {
public:
    ItemsChanged() : RuntimeError("list changed size during iteration") {}
};

// In the order in which they came.
template <class T>
class ItemsInOrder {
public:
    std::size_t size() const { return items_.size(); }
    std::int64_t next_place() const { return 0; }
    void put(T item) { items_.push_back(std::move(item)); }

    // A first item, before anything is taken; after the last of them `begin`.
    void add(T item) { put(std::move(item)); }
    void begin() {}
    // As they lie here: what `add`s them one by one makes the same.
    std::vector<T> all() const { return {items_.begin(), items_.end()}; }
    const std::deque<T>& contents() const { return items_; }

protected:
    std::deque<T> items_;
};

template <class T>
class FifoItems : public ItemsInOrder<T> {
public:
    const T& next() const { return this->items_.front(); }
    std::int64_t place_for(const T&) const { return -1; }
    T take() {
        T item = std::move(this->items_.front());
        this->items_.pop_front();
        return item;
    }
};

template <class T>
class LifoItems : public ItemsInOrder<T> {
public:
    const T& next() const { return this->items_.back(); }
    std::int64_t place_for(const T&) const { return 0; }
    T take() {
        T item = std::move(this->items_.back());
        this->items_.pop_back();
        return item;
    }
};

// Python's heapq: not only the smallest first, but those that are equal in its order too. Comparisons that
// throw leave everything as it was.
template <class T, class Compare>
class HeapItems {
public:
    std::size_t size() const { return heap_.size(); }
    const T& next() const { return heap_.front().item; }

    // Those that are equal show in the order in which they came, though that is not how they leave.
    std::int64_t next_place() const {
        const auto& first = heap_.front();
        return std::ranges::count_if(heap_, [&](const Entry& other) {
            return other.number < first.number && !shown_less(first.item, other.item);
        });
    }
    std::int64_t place_for(const T& item) const {
        return std::ranges::count_if(heap_, [&](const Entry& other) { return !shown_less(item, other.item); });
    }

    // Only then is `item` moved. Throws ItemsChanged, where heapq would leave the item at the end: see `add`.
    void put(T&& item) {
        auto place = size();
        while (place > 0 && less(item, heap_[parent(place)].item)) place = parent(place);
        add(std::move(item));
        for (auto at = size() - 1; at != place; at = parent(at)) std::swap(heap_[at], heap_[parent(at)]);
    }
    T take() {
        const auto place = place_below(0, size() - 1, size() - 1);
        Entry moved = std::move(heap_.back());
        heap_.pop_back();
        if (!heap_.empty()) settle(0, place, moved);
        return std::move(moved.item);
    }

    void add(T item) { heap_.push_back({std::move(item), ++numbers_}); }
    void begin() {
        for (auto top = size() / 2; top-- > 0;) {
            const auto place = place_below(top, size(), top);
            Entry moved = std::move(heap_[top]);
            settle(top, place, moved);
        }
    }
    std::vector<T> contents() const { return all(); }
    std::vector<T> all() const {
        std::vector<T> items;
        for (const auto& entry : heap_) items.push_back(entry.item);
        return items;
    }

private:
    struct Entry {
        T item;
        std::uint64_t number = 0;  // counts them as they came
    };

    // For what is shown alone. A Compare that runs the program's own functions has a `shown`, which runs none: they
    // must be called as often as heapq calls them.
    bool shown_less(const T& a, const T& b) const {
        if constexpr (requires { less_.shown(a, b); })
            return less_.shown(a, b);
        else
            return less_(a, b);
    }

    // The program's own functions may let others in, who change the heap: what is compared is held.
    bool less(const T& a, const T& b) const {
        if constexpr (requires { less_.shown(a, b); }) {
            const T first = a;   // NOLINT(performance-unnecessary-copy-initialization): it is to hold it
            const T second = b;  // NOLINT(performance-unnecessary-copy-initialization): likewise
            const auto before = size();
            const bool result = less_(first, second);
            if (size() != before) throw ItemsChanged();
            return result;
        } else {
            return less_(a, b);
        }
    }

    static std::size_t parent(std::size_t place) { return (place - 1) / 2; }

    // Where the item at `from` comes to lie if it takes the place of `top`, whose children are heaps. As heapq does it:
    // down to a leaf by the smaller child, of equal ones the right, and from there up again.
    std::size_t place_below(std::size_t top, std::size_t size, std::size_t from) const {
        auto place = top;
        for (auto child = 2 * top + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && !less(heap_[child].item, heap_[child + 1].item)) ++child;
            place = child;
        }
        while (place > top && less(heap_[from].item, heap_[place].item)) place = parent(place);
        return place;
    }
    // Puts it there, and all between up by one. What was in the place of `top` is then in `entry`.
    void settle(std::size_t top, std::size_t place, Entry& entry) {
        for (;; place = parent(place)) {
            std::swap(heap_[place], entry);
            if (place == top) return;
        }
    }

    std::vector<Entry> heap_;
    std::uint64_t numbers_ = 0;
    [[no_unique_address]] Compare less_{};
};

}  // namespace green::detail
