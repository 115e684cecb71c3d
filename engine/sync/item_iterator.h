// The iterator of a loop over a queue or a channel.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include "trace/source_location.h"

namespace green::detail {

template <class T>
struct Iterated {
    using Item = T;
    static bool ends(const T&) { return false; }
    static T item(T got) { return got; }
};
template <class T>
struct Iterated<std::optional<T>> {
    using Item = T;
    static bool ends(const std::optional<T>& got) { return !got; }
    static T item(std::optional<T> got) { return std::move(*got); }
};

// Gets an item when it is made and for each ++; ends with an item that ends the loop.
template <class Queue, class T>
class ItemIterator {
public:
    using value_type = typename Iterated<T>::Item;
    using difference_type = std::ptrdiff_t;

    ItemIterator(Queue queue, trace::SourceLocation where) : queue_(std::move(queue)), where_(where) { ++*this; }
    const value_type& operator*() const { return *item_; }
    ItemIterator& operator++() {
        T got = queue_.get({}, where_);
        item_.reset();
        if (!Iterated<T>::ends(got)) item_.emplace(Iterated<T>::item(std::move(got)));
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const ItemIterator& iterator, std::default_sentinel_t) { return !iterator.item_; }

private:
    Queue queue_;
    trace::SourceLocation where_;
    std::optional<value_type> item_;
};

}  // namespace green::detail
