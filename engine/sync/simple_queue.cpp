#include "sync/simple_queue.h"

#include <exception>
#include <utility>

#include "context/context.h"
#include "hub/errors.h"
#include "hub/greenlet.h"

namespace green {

using trace::Kind;
using trace::TraceEvent;
using trace::WaitReason;

SimpleQueueCore::SimpleQueueCore(std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), name_(std::move(name)) {
    if (name_.empty()) name_ = Hub::get().next_name("SimpleQueue");
    lock_ = OwnPart<InnerSemaphore>(*this, name_, 1);
    record({.amount = -1, .kind = Kind::Object, .reason = static_cast<std::uint8_t>(trace::ObjectKind::SimpleQueue)},
           name_, where);
}

void SimpleQueueCore::record(TraceEvent event, std::string_view item, trace::SourceLocation where) {
    auto& hub = Hub::get();
    event.object = id();
    event.site = hub.site(where);
    hub.record(event, item);
}

// --- the semaphore -----------------------------------------------------------------------------------

void SimpleQueueCore::stored(std::string_view item, trace::SourceLocation where) {
    record({.amount = -1, .kind = Kind::Put}, item, where);
    const Call call{WaitReason::QueuePut, where};
    with_lock(call, [&] {
        ++count_;
        notify(call);
    });
}

// Whoever is woken and finds nothing, because others were faster, goes to the end of the line.
bool SimpleQueueCore::acquire(bool block, Time timeout, trace::SourceLocation where) {
    if (timeout && timeout->count() < 0) throw ValueError("'timeout' must be a non-negative number");
    const auto& clock = Hub::get().clock();
    const Call call{WaitReason::QueueGet, where};
    bool acquired = false;
    with_lock(call, [&] {
        std::optional<Nanoseconds> end;
        while (count_ == 0) {
            if (!block) return;
            if (timeout && !end) {
                end = clock.read_exactly() + timeout->count();
            } else if (timeout) {
                timeout = std::chrono::nanoseconds(*end - clock.read_exactly());
                if (timeout->count() <= 0) return;
            }
            wait(timeout, call);
        }
        --count_;
        acquired = true;
    });
    return acquired;
}

void SimpleQueueCore::taken(std::string_view item, trace::SourceLocation where) {
    record({.kind = Kind::Get}, item, where);
}

// --- the condition -----------------------------------------------------------------------------------

template <class Function>
void SimpleQueueCore::with_lock(const Call& call, Function&& function) {
    lock_->acquire(true, call.why, {}, call.where);
    try {
        function();
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        release(*lock_, call.where);
        throw;
    }
    release(*lock_, call.where);
}

// It asks for the lock without waiting; and gevent's locks give way when they are asked so and are taken.
void SimpleQueueCore::check_owned(const Call& call, const char* otherwise) {
    if (lock_->acquire(false, call.why, {}, call.where)) {
        release(*lock_, call.where);
        throw RuntimeError(otherwise);
    }
    if (!Hub::get().in_hub()) sleep(call.where);
}

void SimpleQueueCore::wait(Time timeout, const Call& call) {
    check_owned(call, "cannot wait on un-acquired lock");
    const OwnPart<InnerSemaphore> mine(*this, name_, 0);
    line_.emplace_back(&*mine);
    release(*lock_, call.where);
    bool woken = false;
    std::exception_ptr error;
    try {
        if (!timeout || timeout->count() > 0)
            woken = mine->acquire(true, call.why, timeout ? TimeLimit(*timeout) : TimeLimit(), call.where);
        else if (!Hub::get().in_hub())
            sleep(call.where);
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        error = std::current_exception();
    }
    // Should this throw, the lock stays in the line and will swallow a wake-up.
    lock_->acquire(true, call.why, {}, call.where);
    if (!woken) std::erase(line_, &*mine);
    if (error) std::rethrow_exception(error);
}

void SimpleQueueCore::notify(const Call& call) {
    check_owned(call, "cannot notify on un-acquired lock");
    while (!line_.empty()) {
        const auto first = line_.front();
        line_.pop_front();
        if (first->counter() > 0) continue;
        release(*first, call.where);
        return;
    }
}

void SimpleQueueCore::release(InnerSemaphore& lock, trace::SourceLocation where) {
    if (lock.counter() > 0) throw RuntimeError("Semaphore released too many times");
    TraceEvent event{.kind = Kind::Callback};
    lock.release(event);
    if (event.job != JobId::None) record(event, {}, where);
}

}  // namespace green
