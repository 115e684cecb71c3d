// gevent.queue: lines of items between greenlets. Handles; copies are the same queue.
//
//     green::Queue<int> tasks(3, "tasks");   // at most three
//     tasks.put(7);                          // waits for room
//     int task = tasks.get(100ms);           // waits for an item; throws Empty after 100 ms
//     green::Queue<int> more(0, {1, 2, 3});  // no maximum, and three items from the beginning
#pragma once

#include <functional>

#include "sync/queue_items.h"
#include "sync/queue_state.h"

namespace green {

// First in, first out. Items: how they are kept, one of queue_items.h or what is like it.
template <class T, class Items = detail::FifoItems<T>>
class Queue : public detail::QueueHandle<Queue<T, Items>, T, detail::QueueState<T, Items, QueueCore>> {
    using Base = detail::QueueHandle<Queue, T, detail::QueueState<T, Items, QueueCore>>;

public:
    static constexpr QueueCore::Type type{trace::ObjectKind::Queue, "Queue"};
    using Base::Base;
};

// The newest item comes out first.
template <class T, class Items = detail::LifoItems<T>>
class LifoQueue : public detail::QueueHandle<LifoQueue<T, Items>, T, detail::QueueState<T, Items, QueueCore>> {
    using Base = detail::QueueHandle<LifoQueue, T, detail::QueueState<T, Items, QueueCore>>;

public:
    static constexpr QueueCore::Type type{trace::ObjectKind::LifoQueue, "LifoQueue"};
    using Base::Base;
};

// The smallest item comes out first, in the order that Compare says. Those that are equal come out in no
// order that anybody should count on; it is that of Python's heapq.
template <class T, class Compare = std::less<>, class Items = detail::HeapItems<T, Compare>>
class PriorityQueue
    : public detail::QueueHandle<PriorityQueue<T, Compare, Items>, T, detail::QueueState<T, Items, QueueCore>> {
    using Base = detail::QueueHandle<PriorityQueue, T, detail::QueueState<T, Items, QueueCore>>;

public:
    static constexpr QueueCore::Type type{trace::ObjectKind::PriorityQueue, "PriorityQueue"};
    using Base::Base;
};

}  // namespace green
