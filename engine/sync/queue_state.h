// What the queues' handles share: `QueueState` puts items of a type into a QueueCore, `QueueHandle` is what
// programs see of it. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/kept_repr.h"
#include "sync/item_iterator.h"
#include "sync/queue_core.h"

namespace green::detail {

// Items: one of queue_items.h. Core: QueueCore, or what derives from it.
template <class T, class Items, class Core>
class QueueState final : public Core {
    using Shown = typename Core::Shown;

public:
    using Core::Core;

    std::size_t size() const override { return items_.size(); }
    std::vector<T> all() const { return items_.all(); }
    decltype(auto) contents() const { return items_.contents(); }
    Items& items() { return items_; }
    // Tells of the items that are there from the beginning.
    void tell_of(const std::vector<T>& items, trace::SourceLocation where) {
        for (const T& item : items) this->stored(to_put(item), true, where);
    }

    template <class Range>
    void fill(const Range& items, trace::SourceLocation where) {
        for (const T& item : items) {
            const auto shown = to_put(item);
            items_.add(item);
            this->stored(shown, true, where);
        }
        items_.begin();
    }

    void put(T item, bool block, const TimeLimit& limit, trace::SourceLocation where) {
        auto& hub = Hub::get();
        hub.stop_before_long();
        const bool at_once = this->has_room();
        if (!at_once && hub.in_hub()) this->serve_getters_in_hub();
        if (this->has_room()) {
            const auto shown = to_put(item);
            bool is_there = false;
            try {
                is_there = keep(item);
            } catch (const ItemsChanged&) {
                items_.add(std::move(item));
                this->stored(shown, false, where);
                throw;
            }
            if (is_there)
                this->stored(shown, at_once, where);
            else
                this->not_stored(at_once);
            return;
        }
        if (!block || hub.in_hub()) throw Full();
        const boost::intrusive_ptr hold(this);
        const auto text = kept_repr(item);
        ItemWaiter waiter(hub, std::move(item));
        this->wait_to_put(waiter, text, {limit, where});
    }

    T get(bool block, const TimeLimit& limit, trace::SourceLocation where) {
        if (size() > 0) return take(true, where);
        // The handle may go while its greenlet waits.
        const boost::intrusive_ptr hold(this);
        wait_for_item(block, limit, where);
        return take(false, where);
    }

    T peek(bool block, const TimeLimit& limit, trace::SourceLocation where) {
        if (size() > 0) return items_.next();
        const boost::intrusive_ptr hold(this);
        wait_for_item(block, limit, where);
        return items_.next();
    }

private:
    struct ItemWaiter final : Waiter {
        ItemWaiter(Hub& hub, T given) : Waiter(hub), item(std::move(given)) {}
        T item;
    };

    Shown to_put(const T& item) const {
        if (!Hub::get().recorder().keeps()) return {};
        return {items_.place_for(item), to_repr(item)};
    }

    // Whether it is there afterwards, and moved. Items that are more than a container may have left it out.
    bool keep(T& item) {
        if constexpr (requires { items_.put_or_leave(std::move(item)); }) {
            return items_.put_or_leave(std::move(item));
        } else {
            items_.put(std::move(item));
            return true;
        }
    }

    T take(bool at_once, trace::SourceLocation where) {
        const bool keeps = Hub::get().recorder().keeps();
        auto place = keeps ? items_.next_place() : 0;
        T item = items_.take();
        // Which one it will be is not always known before.
        if constexpr (requires { items_.place_taken(); }) place = items_.place_taken().value_or(place);
        this->taken(keeps ? Shown{place, to_repr(item)} : Shown{}, at_once, where);
        return item;
    }

    // Afterwards there is one, and it is the caller's turn.
    void wait_for_item(bool block, const TimeLimit& limit, trace::SourceLocation where) {
        auto& hub = Hub::get();
        hub.stop_before_long();
        const bool in_hub = hub.in_hub();
        if (in_hub) this->serve_putters_in_hub();
        if (size() > 0) return;
        if (!block || in_hub) throw Empty();
        Waiter waiter(hub);
        this->wait_to_get(waiter, {limit, where});
        // The run is over, and a destructor still asks.
        if (size() == 0) throw Empty();
    }

    std::optional<Shown> store_item_of(Waiter& putter) override {
        auto& item = static_cast<ItemWaiter&>(putter).item;
        auto shown = to_put(item);
        return keep(item) ? std::optional(std::move(shown)) : std::nullopt;
    }

    Items items_;
};

template <class Self, class T, class State>
class QueueHandle {
public:
    // Unbounded without a maximum. Needs a run under way (std::logic_error).
    explicit QueueHandle(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : QueueHandle(std::size_t{0}, std::move(name), where) {}
    // gevent too takes 0 for "no limit" (rule R58).
    explicit QueueHandle(std::size_t maxsize, std::string name = {},
                         trace::SourceLocation where = trace::SourceLocation::current())
        : state_(new State(Self::type, maxsize == 0 ? std::nullopt : std::optional(maxsize), std::move(name), where)) {}
    // With items from the beginning, which may be more than the maximum.
    QueueHandle(std::size_t maxsize, std::initializer_list<T> items, std::string name = {},
                trace::SourceLocation where = trace::SourceLocation::current())
        : QueueHandle(maxsize, std::move(name), where) {
        state_->fill(items, where);
    }
    QueueHandle(std::size_t maxsize, const std::vector<T>& items, std::string name = {},
                trace::SourceLocation where = trace::SourceLocation::current())
        : QueueHandle(maxsize, std::move(name), where) {
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
    // The items as they lie there, for who does nothing with the queue meanwhile.
    decltype(auto) contents() const { return state_->contents(); }
    // How they are kept. What is done with them there, the record does not tell of.
    auto& items() const { return state_->items(); }
    // Records items that were there before it was told of any.
    void tell_of(const std::vector<T>& items, trace::SourceLocation where) { state_->tell_of(items, where); }
    // Greenlets that wait.
    std::size_t getters() const { return state_->waiting_to_get(); }
    std::size_t putters() const { return state_->waiting_to_put(); }
    // Whether there are other handles, or somebody waits.
    bool is_shared() const { return state_->is_shared(); }
    bool full() const { return !state_->has_room(); }
    std::optional<std::size_t> maxsize() const { return state_->capacity(); }
    const std::string& name() const { return state_->name(); }
    friend std::string repr(const QueueHandle& queue) { return queue.name(); }
    friend bool operator==(const QueueHandle& a, const QueueHandle& b) { return a.state_ == b.state_; }

    // Another one with the same items and maximum; nobody waits on it.
    Self copy(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current()) const {
        return Self(maxsize().value_or(0), state_->all(), std::move(name), where);
    }

    // for (auto item : queue): gets one after the other, waiting for each. Where the items are optional, the
    // first that is none ends the loop, as StopIteration does in gevent (rule R58); else nothing does.
    ItemIterator<Self, T> begin(trace::SourceLocation where = trace::SourceLocation::current()) {
        return ItemIterator<Self, T>({static_cast<Self&>(*this), where});
    }
    static std::default_sentinel_t end() { return {}; }

protected:
    State& state() const { return *state_; }

private:
    boost::intrusive_ptr<State> state_;
};

}  // namespace green::detail
