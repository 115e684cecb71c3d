// gevent.queue.Channel: stores nothing; whoever puts waits until somebody gets (rule R60). A handle; copies
// are the same channel.
//
//     green::Channel<int> answers("answers");
//     answers.put(42);      // waits for somebody to take it
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include "trace/source_location.h"

#include "hub/kept_repr.h"
#include "sync/exchange_core.h"
#include "sync/item_iterator.h"

namespace green {

// All of it but the items.
class ChannelCore : public ExchangeCore {
public:
    ChannelCore(std::string name, trace::SourceLocation where);

    std::ptrdiff_t balance() const { return std::ssize(putters()) - std::ssize(getters()); }

protected:
    // Gives the item that `putter` waits with to `getter`; returns how the record shows it.
    virtual std::string hand_over(Waiter& putter, Waiter& getter) = 0;

    // In the hub nobody can wait. Null if nobody waits on the other side.
    Waiter* getter_for_hub();
    Waiter* putter_for_hub();
    void given_by_hub(Waiter& getter, std::string_view item, trace::SourceLocation where);
    void taken_by_hub(Waiter& putter, std::string_view item, trace::SourceLocation where);
    void taken(std::string_view item, trace::SourceLocation where);

private:
    void match() override;
};

namespace detail {

template <class T>
class ChannelState final : public ChannelCore {
public:
    using ChannelCore::ChannelCore;

    void put(T item, const TimeLimit& limit, trace::SourceLocation where) {
        auto& hub = Hub::get();
        hub.stop_before_long();
        auto text = kept_repr(item);
        if (hub.in_hub()) {
            auto* getter = getter_for_hub();
            if (!getter) throw Full();
            static_cast<WithItem&>(*getter).item = std::move(item);
            return given_by_hub(*getter, text, where);
        }
        // The handle may go while its greenlet waits.
        const boost::intrusive_ptr hold(this);
        WithItem waiter(hub, std::move(item));
        wait_to_put(waiter, text, {limit, where});
    }

    T get(const TimeLimit& limit, trace::SourceLocation where) {
        auto& hub = Hub::get();
        hub.stop_before_long();
        if (auto* putter = hub.in_hub() ? putter_for_hub() : nullptr) {
            T item = std::move(*static_cast<WithItem&>(*putter).item);
            taken_by_hub(*putter, kept_repr(item), where);
            return item;
        }
        const boost::intrusive_ptr hold(this);
        WithItem waiter(hub, std::nullopt);
        wait_to_get(waiter, {limit, where, TimeLimit::Running::AtEnd::Close});
        // The run is over, and a destructor still asks.
        if (!waiter.item) throw Empty();
        taken(kept_repr(*waiter.item), where);
        return std::move(*waiter.item);
    }

private:
    struct WithItem final : Waiter {
        WithItem(Hub& hub, std::optional<T> given) : Waiter(hub), item(std::move(given)) {}
        std::optional<T> item;
    };

    std::string hand_over(Waiter& putter, Waiter& getter) override {
        auto& item = static_cast<WithItem&>(getter).item = std::move(static_cast<WithItem&>(putter).item);
        return kept_repr(*item);
    }
};

}  // namespace detail

template <class T>
class Channel {
public:
    // Needs a run under way (std::logic_error).
    explicit Channel(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : state_(new detail::ChannelState<T>(std::move(name), where)) {}

    // Waits until somebody has the item; throws Full when the limit expires. In the hub: at once if somebody
    // waits to get, else throws Full.
    void put(T item, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        state_->put(std::move(item), limit, where);
    }
    // Waits for an item; throws Empty when the limit expires. In the hub: at once if somebody waits to put, else
    // throws BlockingSwitchOutError, whatever the limit.
    T get(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(limit, where);
    }
    // As with a limit of zero, which goes through the loop once: succeeds if somebody waits on the other side.
    void put_nowait(T item, trace::SourceLocation where = trace::SourceLocation::current()) {
        put(std::move(item), std::chrono::nanoseconds(0), where);
    }
    T get_nowait(trace::SourceLocation where = trace::SourceLocation::current()) {
        return get(std::chrono::nanoseconds(0), where);
    }

    // How many wait to put, less those that wait to get.
    std::ptrdiff_t balance() const { return state_->balance(); }
    // Greenlets that wait.
    std::size_t getters() const { return state_->waiting_to_get(); }
    std::size_t putters() const { return state_->waiting_to_put(); }
    static std::size_t qsize() { return 0; }
    static bool empty() { return true; }
    static bool full() { return true; }
    const std::string& name() const { return state_->name(); }
    friend std::string repr(const Channel& channel) { return channel.name(); }
    friend bool operator==(const Channel& a, const Channel& b) { return a.state_ == b.state_; }

    // for (auto item : channel): as a queue's.
    detail::ItemIterator<Channel, T> begin(trace::SourceLocation where = trace::SourceLocation::current()) {
        return detail::ItemIterator<Channel, T>({*this, where});
    }
    static std::default_sentinel_t end() { return {}; }

private:
    boost::intrusive_ptr<detail::ChannelState<T>> state_;
};

}  // namespace green
