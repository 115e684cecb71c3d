#include "sync/joinable_queue.h"

#include <utility>

#include "hub/errors.h"

namespace green {

using trace::Kind;
using trace::TraceEvent;

JoinableCore::JoinableCore(Type type, std::optional<std::size_t> capacity, std::string name,
                           trace::SourceLocation where)
    : QueueCore(type, capacity, std::move(name), where), all_done_(*this, this->name(), true) {}

void JoinableCore::item_stored() {
    ++unfinished_;
    all_done_->clear();
}

void JoinableCore::set_unfinished(std::size_t tasks, trace::SourceLocation where) {
    if (tasks == unfinished_) return;
    unfinished_ = tasks;
    all_done_->clear();
    record({.amount = static_cast<std::int64_t>(tasks), .kind = Kind::TaskDone}, false, {}, where);
}

void JoinableCore::task_done(trace::SourceLocation where) {
    if (unfinished_ == 0) throw ValueError("task_done() called too many times");
    --unfinished_;
    TraceEvent event{.amount = static_cast<std::int64_t>(unfinished_), .kind = Kind::TaskDone};
    if (unfinished_ == 0) all_done_->set(event);
    record(event, false, {}, where);
}

bool JoinableCore::join(const TimeLimit& limit, trace::SourceLocation where) {
    return all_done_->wait(trace::WaitReason::QueueJoin, limit, where);
}

}  // namespace green
