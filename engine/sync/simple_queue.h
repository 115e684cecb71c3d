// gevent.queue.SimpleQueue: an unbounded queue that only puts and gets. It is the standard library's, and
// does what that does under gevent, which is not what the other queues do: each put gives way once, and so
// does whoever has to wait. A handle; copies are the same queue.
//
// It counts its items with a threading.Semaphore: a number, a lock around it, and a further lock for each
// that waits, which a put releases. Whoever is killed at a bad moment takes a wake-up with it: the item stays
// until the next get, even if others wait.
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

#include "hub/kept_repr.h"
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

    // After the item was stored: gives way, then wakes the first that waits.
    void stored(std::string_view item, trace::SourceLocation where);
    // Whether there is an item to take. Throws ValueError for a negative time.
    bool acquire(bool block, Time timeout, trace::SourceLocation where);
    void taken(std::string_view item, trace::SourceLocation where);

private:
    // threading.Condition: what is not an acquire or a release of its lock. `why`: for which call.
    struct Call {
        trace::WaitReason why = trace::WaitReason::None;
        trace::SourceLocation where;
    };
    template <class Function>
    void with_lock(const Call& call, Function&& function);
    void check_owned(const Call& call, const char* otherwise);
    void wait(Time timeout, const Call& call);
    void notify(const Call& call);
    void release(InnerSemaphore& lock, trace::SourceLocation where);
    void record(trace::TraceEvent event, std::string_view item, trace::SourceLocation where);

    std::string name_;
    OwnPart<InnerSemaphore> lock_;
    std::size_t count_ = 0;  // of items that were stored and told of
    // The locks of those that wait and are not woken yet.
    std::deque<boost::intrusive_ptr<InnerSemaphore>> line_;
};

namespace detail {

template <class T>
class SimpleQueueState final : public SimpleQueueCore {
public:
    using SimpleQueueCore::SimpleQueueCore;

    std::size_t size() const override { return items_.size(); }
    const std::deque<T>& contents() const { return items_; }

    void put(T item, trace::SourceLocation where) {
        const boost::intrusive_ptr hold(this);
        const auto text = kept_repr(item);
        items_.push_back(std::move(item));
        stored(text, where);
    }
    T get(bool block, std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where) {
        // The handle may go while its greenlet waits.
        const boost::intrusive_ptr hold(this);
        if (!acquire(block, timeout, where)) throw Empty();
        T item = std::move(items_.front());
        items_.pop_front();
        taken(kept_repr(item), where);
        return item;
    }

private:
    std::deque<T> items_;
};

}  // namespace detail

template <class T>
class SimpleQueue {
public:
    // Needs a run under way (std::logic_error).
    explicit SimpleQueue(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : state_(new detail::SimpleQueueState<T>(std::move(name), where)) {}

    // Waits for nobody, but gives way.
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
    // Throws Empty if there is none.
    T get_nowait(trace::SourceLocation where = trace::SourceLocation::current()) {
        return state_->get(false, {}, where);
    }

    std::size_t qsize() const { return state_->size(); }
    bool empty() const { return qsize() == 0; }
    // As of the other queues.
    const std::deque<T>& contents() const { return state_->contents(); }
    bool is_shared() const { return state_->is_shared(); }
    const std::string& name() const { return state_->name(); }
    friend std::string repr(const SimpleQueue& queue) { return queue.name(); }
    friend bool operator==(const SimpleQueue& a, const SimpleQueue& b) { return a.state_ == b.state_; }

private:
    boost::intrusive_ptr<detail::SimpleQueueState<T>> state_;
};

}  // namespace green
