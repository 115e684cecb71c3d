// The iterator of a loop over a queue or a channel.
#pragma once

#include <optional>
#include <utility>
#include "trace/source_location.h"

#include "hub/next_iterator.h"

namespace green::detail {

// What such a loop gets: a queue's next item. Optional ones are unwrapped, and an empty one ends the loop.
template <class T>
struct Iterated {
    static std::optional<T> item(T got) { return std::optional<T>(std::move(got)); }
};
template <class T>
struct Iterated<std::optional<T>> {
    static std::optional<T> item(std::optional<T> got) { return got; }
};

template <class Queue, class T>
struct NextItem {
    auto operator()() { return Iterated<T>::item(queue.get({}, where)); }

    Queue queue;
    trace::SourceLocation where;
};

template <class Queue, class T>
using ItemIterator = NextIterator<NextItem<Queue, T>>;

}  // namespace green::detail
