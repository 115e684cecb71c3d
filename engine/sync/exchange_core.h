// What queues and channels have in common: greenlets that wait to put on one side and to get on the other,
// and the unlock job that matches them (rules R55 to R60). Engine's thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/callback_queue.h"
#include "hub/hub.h"
#include "hub/timeout.h"
#include "hub/waiter.h"

namespace green {

class ExchangeCore : public Target {
public:
    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }

    // Greenlets that wait.
    std::size_t waiting_to_get() const { return getters_.size(); }
    std::size_t waiting_to_put() const { return putters_.size(); }

    // The unlock job.
    void run(const Callback& callback) final;

protected:
    using Line = std::deque<Waiter*>;
    struct Type {
        trace::ObjectKind kind = trace::ObjectKind::None;
        const char* name = "";  // "Queue", say: without a name it is called "Queue-1", counted in the run
    };
    struct Call {
        const TimeLimit& limit;
        trace::SourceLocation where;
        TimeLimit::Running::AtEnd at_end = TimeLimit::Running::AtEnd::Cancel;
    };

    ExchangeCore(Type type, std::int64_t capacity, std::string name, trace::SourceLocation where);

    // Wakes whoever can go on, one after the other, until that is nobody. What those who run meanwhile do
    // needs no further job.
    virtual void match() = 0;

    // Records what the running greenlet did; `unlocks`: whoever waits on the other side needs an unlock.
    void record(trace::TraceEvent event, bool unlocks, std::string_view item, trace::SourceLocation where);
    // By the hub, for the first who waits to put.
    void record_put_for_waiter(std::int64_t place, std::string_view item);
    // Blocks until the waiter is woken. Throws Full or Empty when the limit expires. If somebody waits on
    // the other side, that is a case for the unlock.
    void wait_to_put(Waiter& waiter, std::string_view item, const Call& call);
    void wait_to_get(Waiter& waiter, const Call& call);

    static Waiter& take_first(Line& line);
    Line& putters() { return putters_; }
    Line& getters() { return getters_; }
    const Line& putters() const { return putters_; }
    const Line& getters() const { return getters_; }

private:
    // Removes the waiter from the line however its wait ends.
    class InLine;
    void attach_unlock(Blocking& blocking);
    bool begin_unlock();

    std::string name_;
    Line putters_;
    Line getters_;
    bool unlocking_ = false;  // an unlock job is queued or running
};

}  // namespace green
