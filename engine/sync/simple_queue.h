// gevent.queue.SimpleQueue: an unbounded queue that only puts and gets. It is the standard library's, and
// waits as that does under gevent: whoever waits has a lock of its own, which a put releases (see
// Semaphore, rule R51), rather than an unlock job for all. A handle; copies are the same queue.
//
// Somebody who is killed after a put has released its lock, and before it has run, takes that wake-up with
// it: the item stays until the next get, even if others wait.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include "trace/source_location.h"

#include "hub/repr.h"
#include "sync/semaphore.h"

namespace green {

// All of it but the items.
class SimpleQueueCore : public Target {
public:
    SimpleQueueCore(std::string name, trace::SourceLocation where);

    const std::string& name() const { return name_; }
    virtual std::size_t size() const = 0;
    // It has no jobs of its own.
    void run(const Callback&) override {}

protected:
    using Time = std::optional<std::chrono::nanoseconds>;

    void stored(std::string_view item, trace::SourceLocation where);
    void taken(std::string_view item, trace::SourceLocation where);
    // Whether there is an item. Throws ValueError for a negative time.
    bool wait_for_item(bool block, Time timeout, trace::SourceLocation where);

private:
    class InLine;
    void wait_once(Time timeout, trace::SourceLocation where);
    void record(trace::TraceEvent event, std::string_view item, trace::SourceLocation where);

    std::string name_;
    std::deque<boost::intrusive_ptr<InnerSemaphore>> line_;  // the locks of those that wait and are not woken yet
};

namespace detail {

template <class T>
class SimpleQueueState final : public SimpleQueueCore {
public:
    using SimpleQueueCore::SimpleQueueCore;

    std::size_t size() const override { return items_.size(); }

    void put(T item, trace::SourceLocation where) {
        const auto text = text_of(item);
        items_.push_back(std::move(item));
        stored(text, where);
    }
    T get(bool block, std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where) {
        // The handle may go while its greenlet waits.
        const boost::intrusive_ptr hold(this);
        if (!wait_for_item(block, timeout, where)) throw Empty();
        T item = std::move(items_.front());
        items_.pop_front();
        taken(text_of(item), where);
        return item;
    }

private:
    static std::string text_of(const T& item) { return Hub::get().recorder().keeps() ? to_repr(item) : std::string(); }

    std::deque<T> items_;
};

}  // namespace detail

template <class T>
class SimpleQueue {
public:
    // Needs a run under way (std::logic_error).
    explicit SimpleQueue(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : state_(new detail::SimpleQueueState<T>(std::move(name), where)) {}

    // Never waits.
    void put(T item, trace::SourceLocation where = trace::SourceLocation::current()) {
        state_->put(std::move(item), where);
    }
    void put_nowait(T item, trace::SourceLocation where = trace::SourceLocation::current()) {
        state_->put(std::move(item), where);
    }
    // Waits for an item; throws Empty when the time is up, and ValueError for a negative time.
    T get(std::optional<std::chrono::nanoseconds> timeout = {},
          trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(true, timeout, where);
    }
    // Throws Empty at once.
    T get_nowait(trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(false, {}, where);
    }

    std::size_t qsize() const { return state_->size(); }
    bool empty() const { return qsize() == 0; }
    const std::string& name() const { return state_->name(); }
    friend std::string repr(const SimpleQueue& queue) { return queue.name(); }
    friend bool operator==(const SimpleQueue& a, const SimpleQueue& b) { return a.state_ == b.state_; }

private:
    boost::intrusive_ptr<detail::SimpleQueueState<T>> state_;
};

}  // namespace green
