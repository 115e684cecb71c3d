// gevent.queue.Queue: a line of items between greenlets. A handle; copies are the same queue.
//
//     green::Queue<int> tasks(3, "tasks");   // at most three
//     tasks.put(7);                          // waits for room
//     int task = tasks.get(100ms);           // waits for an item; throws Empty after 100 ms
#pragma once

#include <deque>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include "trace/source_location.h"

#include "hub/repr.h"
#include "sync/queue_core.h"

namespace green {

template <class T>
class Queue {
public:
    // Unbounded without a maximum. Needs a run under way (std::logic_error).
    explicit Queue(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : state_(new State(std::nullopt, std::move(name), where)) {}
    explicit Queue(std::size_t maxsize, std::string name = {},
                   trace::SourceLocation where = trace::SourceLocation::current())
        // gevent too takes 0 for "no limit" (rule R58).
        : state_(new State(maxsize == 0 ? std::nullopt : std::optional(maxsize), std::move(name), where)) {}
    // With items from the beginning, which may be more than the maximum.
    Queue(std::size_t maxsize, std::initializer_list<T> items, std::string name = {},
          trace::SourceLocation where = trace::SourceLocation::current())
        : Queue(maxsize, std::move(name), where) {
        state_->fill(items, where);
    }

    // Waits for room; throws Full when the limit expires.
    void put(T item, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        state_->put(std::move(item), true, limit, where);
    }
    // Throws Full at once.
    void put_nowait(T item, trace::SourceLocation where = trace::SourceLocation::current()) {
        state_->put(std::move(item), false, {}, where);
    }
    // Waits for an item; throws Empty when the limit expires.
    T get(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(true, limit, where);
    }
    // Throws Empty at once.
    T get_nowait(trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(false, {}, where);
    }

    // The same without taking it.
    T peek(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->peek(true, limit, where);
    }
    T peek_nowait(trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->peek(false, {}, where);
    }

    std::size_t qsize() const { return state_->size(); }
    bool empty() const { return qsize() == 0; }
    bool full() const { return !state_->has_room(); }
    std::optional<std::size_t> maxsize() const { return state_->capacity(); }
    const std::string& name() const { return state_->name(); }
    friend std::string repr(const Queue& queue) { return queue.name(); }

private:
    class State final : public QueueCore {
    public:
        using QueueCore::QueueCore;

        std::size_t size() const override { return items_.size(); }

        void fill(std::initializer_list<T> items, trace::SourceLocation where) {
            for (const T& item : items) store(item, true, where);
        }

        void put(T item, bool block, const TimeLimit& limit, trace::SourceLocation where) {
            auto& hub = Hub::get();
            hub.stop_before_long();
            const bool at_once = has_room();
            if (!at_once && hub.in_hub()) serve_getters_in_hub();
            if (has_room()) {
                store(std::move(item), at_once, where);
                return;
            }
            if (!block || hub.in_hub()) throw Full();
            const auto text = text_of(item);
            ItemWaiter waiter(hub, std::move(item));
            wait_to_put(waiter, text, limit, where);
        }

        T get(bool block, const TimeLimit& limit, trace::SourceLocation where) {
            const bool at_once = !items_.empty();
            if (!at_once) wait_for_item(block, limit, where);
            T item = std::move(items_.front());
            items_.pop_front();
            taken(text_of(item), at_once, where);
            return item;
        }

        T peek(bool block, const TimeLimit& limit, trace::SourceLocation where) {
            if (items_.empty()) wait_for_item(block, limit, where);
            return items_.front();
        }

    private:
        struct ItemWaiter final : Waiter {
            ItemWaiter(Hub& hub, T given) : Waiter(hub), item(std::move(given)) {}
            T item;
        };

        void store(T item, bool at_once, trace::SourceLocation where) {
            const auto text = text_of(item);
            items_.push_back(std::move(item));
            stored(text, at_once, where);
        }

        // Afterwards there is one, and it is the caller's turn.
        void wait_for_item(bool block, const TimeLimit& limit, trace::SourceLocation where) {
            auto& hub = Hub::get();
            hub.stop_before_long();
            const bool in_hub = hub.in_hub();
            if (in_hub) serve_putters_in_hub();
            if (!items_.empty()) return;
            if (!block || in_hub) throw Empty();
            wait_to_get(limit, where);
            // The run is over, and a destructor still asks.
            if (items_.empty()) throw Empty();
        }

        void store_item_of(Waiter& putter) override {
            auto& waiting = static_cast<ItemWaiter&>(putter);
            const auto text = text_of(waiting.item);
            items_.push_back(std::move(waiting.item));
            stored_by_hub(text);
        }

        static std::string text_of(const T& item) {
            return Hub::get().recorder().keeps() ? to_repr(item) : std::string();
        }

        std::deque<T> items_;
    };

    boost::intrusive_ptr<State> state_;
};

}  // namespace green
