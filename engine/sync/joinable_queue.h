// gevent.queue.JoinableQueue: a queue that knows which of its items are still being worked on. A handle;
// copies are the same queue.
//
//     green::JoinableQueue<int> tasks;
//     tasks.put(7);
//     …                     // a worker: int task = tasks.get(); …; tasks.task_done();
//     tasks.join();         // waits until each item that was put is done
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include "trace/source_location.h"

#include "sync/event.h"
#include "sync/queue_items.h"
#include "sync/queue_state.h"

namespace green {

class JoinableCore : public QueueCore {
public:
    JoinableCore(Type type, std::optional<std::size_t> capacity, std::string name, trace::SourceLocation where);

    std::size_t unfinished() const { return unfinished_; }
    std::size_t joining() const { return all_done_->link_count(); }
    void set_unfinished(std::size_t tasks, trace::SourceLocation where);
    void task_done(trace::SourceLocation where);
    bool join(const TimeLimit& limit, trace::SourceLocation where);

private:
    void item_stored() override;

    std::size_t unfinished_ = 0;
    OwnPart<InnerEvent> all_done_;
};

template <class T, class Items = detail::FifoItems<T>>
class JoinableQueue
    : public detail::QueueHandle<JoinableQueue<T, Items>, T, detail::QueueState<T, Items, JoinableCore>> {
    using Base = detail::QueueHandle<JoinableQueue, T, detail::QueueState<T, Items, JoinableCore>>;

public:
    static constexpr QueueCore::Type type{trace::ObjectKind::JoinableQueue, "JoinableQueue"};
    // The first items are tasks too.
    using Base::Base;

    // Tells that one item that was taken is done; never switches. Throws ValueError if there is none left.
    void task_done(trace::SourceLocation where = trace::SourceLocation::current()) { this->state().task_done(where); }
    // Waits until all are done; false if the limit expired first (rule R59).
    bool join(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return this->state().join(limit, where);
    }
    // Items that were stored and are not done; what waits to be put is none yet.
    std::size_t unfinished_tasks() const { return this->state().unfinished(); }

    // Greenlets that wait in `join`.
    std::size_t joining() const { return this->state().joining(); }

    // With as many unfinished tasks; if there are none, each item is one.
    JoinableQueue copy(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current()) const {
        auto made = Base::copy(std::move(name), where);
        if (unfinished_tasks() > 0) made.state().set_unfinished(unfinished_tasks(), where);
        return made;
    }
};

}  // namespace green
