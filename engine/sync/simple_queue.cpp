#include "sync/simple_queue.h"

#include <algorithm>

#include "hub/errors.h"
#include "hub/greenlet.h"

namespace green {

using trace::Kind;
using trace::TraceEvent;
using trace::WaitReason;

// Removes the lock from the line however its wait ends.
class SimpleQueueCore::InLine {
public:
    using Line = std::deque<boost::intrusive_ptr<InnerSemaphore>>;

    InLine(Line& line, boost::intrusive_ptr<InnerSemaphore> lock) : line_(line), lock_(std::move(lock)) {
        line_.push_back(lock_);
    }
    ~InLine() {
        if (const auto found = std::ranges::find(line_, lock_); found != line_.end()) line_.erase(found);
    }
    InLine(const InLine&) = delete;
    InLine& operator=(const InLine&) = delete;

private:
    Line& line_;
    boost::intrusive_ptr<InnerSemaphore> lock_;
};

SimpleQueueCore::SimpleQueueCore(std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), name_(std::move(name)) {
    if (name_.empty()) name_ = Hub::get().next_name("SimpleQueue");
    record({.amount = -1, .kind = Kind::Object, .reason = static_cast<std::uint8_t>(trace::ObjectKind::SimpleQueue)},
           name_, where);
}

void SimpleQueueCore::record(TraceEvent event, std::string_view item, trace::SourceLocation where) {
    auto& hub = Hub::get();
    event.object = id();
    event.site = hub.site(where);
    hub.record(event, item);
}

void SimpleQueueCore::stored(std::string_view item, trace::SourceLocation where) {
    TraceEvent event{.amount = -1, .kind = Kind::Put};
    if (!line_.empty()) {
        const auto first = line_.front();
        line_.pop_front();
        first->release(event);
    }
    record(event, item, where);
}

void SimpleQueueCore::taken(std::string_view item, trace::SourceLocation where) {
    record({.kind = Kind::Get}, item, where);
}

// Whoever is woken and finds nothing, because others were faster, goes to the end of the line.
bool SimpleQueueCore::wait_for_item(bool block, Time timeout, trace::SourceLocation where) {
    if (timeout && timeout->count() < 0) throw ValueError("'timeout' must be a non-negative number");
    const auto& clock = Hub::get().clock();
    std::optional<Nanoseconds> end;
    while (size() == 0) {
        if (!block) return false;
        if (timeout && !end) {
            end = clock.read() + timeout->count();
        } else if (timeout) {
            timeout = std::chrono::nanoseconds(*end - clock.read());
            if (timeout->count() <= 0) return false;
        }
        wait_once(timeout, where);
    }
    return true;
}

void SimpleQueueCore::wait_once(Time timeout, trace::SourceLocation where) {
    const boost::intrusive_ptr lock(new InnerSemaphore(*this, name_, 0));
    const InLine in_line(line_, lock);
    if (!timeout)
        lock->acquire(true, WaitReason::QueueGet, {}, where);
    else if (timeout->count() > 0)
        lock->acquire(true, WaitReason::QueueGet, *timeout, where);
    else if (!Hub::get().in_hub())
        // As gevent's locks do when they are asked and are taken.
        sleep(where);
}

}  // namespace green
