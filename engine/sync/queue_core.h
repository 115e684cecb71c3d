// The part of a queue that knows no item type: who waits on which side, and the unlock job that matches
// waiters with items and places (rules R55 to R58). Engine's thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/callback_queue.h"
#include "hub/hub.h"
#include "hub/timeout.h"
#include "hub/waiter.h"

namespace green {

class QueueCore : public Target {
public:
    // `name` empty: "Queue-1", counted in the run.
    QueueCore(std::optional<std::size_t> capacity, std::string name, trace::SourceLocation where);

    const std::string& name() const { return name_; }
    std::optional<std::size_t> capacity() const { return capacity_; }
    virtual std::size_t size() const = 0;
    bool has_room() const { return !capacity_ || size() < *capacity_; }

    // The unlock job.
    void run(const Callback& callback) override;

protected:
    // Stores the item of a greenlet that waited to put, and says so in the record.
    virtual void store_item_of(Waiter& putter) = 0;

    // Records that an item was stored or taken by the running greenlet. `at_once`: without having waited
    // or served anybody, so that whoever waits on the other side needs an unlock job.
    void stored(std::string_view item, bool at_once, trace::SourceLocation where);
    void taken(std::string_view item, bool at_once, trace::SourceLocation where);
    // By the hub, for a greenlet that waited.
    void stored_by_hub(std::string_view item);
    // Blocks until the hub has stored the waiter's item, or hands an item over to come for. Throws Full
    // or Empty when the limit expires.
    void wait_to_put(Waiter& waiter, std::string_view item, const TimeLimit& limit, trace::SourceLocation where);
    void wait_to_get(const TimeLimit& limit, trace::SourceLocation where);
    // In the hub nobody can wait, but the other side can be served first (rule R58).
    void serve_getters_in_hub();
    void serve_putters_in_hub();

private:
    // Removes the waiter from the line however its wait ends.
    class InLine;
    void record(trace::TraceEvent event, bool unlocks, std::string_view item, trace::SourceLocation where);
    void attach_unlock(Blocking& blocking);
    bool begin_unlock();

    std::optional<std::size_t> capacity_;
    std::string name_;
    std::deque<Waiter*> putters_;
    std::deque<Waiter*> getters_;
    bool unlocking_ = false;  // an unlock job is queued or running
};

}  // namespace green
