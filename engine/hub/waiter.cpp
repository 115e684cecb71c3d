#include "hub/waiter.h"

namespace green {

namespace {

// Forgets the greenlet however the wait ends, so that a late wake-up finds nobody.
class Forget {
public:
    explicit Forget(GreenletCore*& greenlet) : greenlet_(greenlet) {}
    ~Forget() { greenlet_ = nullptr; }
    Forget(const Forget&) = delete;
    Forget& operator=(const Forget&) = delete;

private:
    GreenletCore*& greenlet_;
};

}  // namespace

void Waiter::wait(const Blocking& blocking, trace::SourceLocation where) {
    if (woken_) return;
    if (greenlet_) throw ConcurrentObjectUseError("This Waiter is already used by another greenlet");
    hub_.check_may_block();
    greenlet_ = &hub_.current();
    const Forget forget(greenlet_);
    hub_.block(blocking, where);
}

void Waiter::wake() {
    if (greenlet_)
        resume(nullptr);
    else
        woken_ = true;
}

// What a raw greenlet raises is reported here, and not by whoever woke it: gevent's Waiter does so.
void Waiter::resume(const std::exception_ptr& error) {
    // Once the greenlet goes on, this may be gone.
    auto& hub = hub_;
    try {
        hub.resume(*greenlet_, error);
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        hub.handle_error(nullptr, std::current_exception());
    }
}

void Waiter::throw_in(const std::exception_ptr& error) {
    if (greenlet_) resume(error);
}

void Waiter::wake_soon() {
    if (!greenlet_) return;
    const auto job = hub_.queue(*greenlet_, JobKind::Wake, greenlet_->this_wait());
    hub_.record({.object = greenlet_->id(),
                 .job = job,
                 .kind = trace::Kind::Callback,
                 .job_kind = JobKind::Wake,
                 .flags = static_cast<std::uint8_t>(trace::Flag::Queues)});
}

Target* MultipleWaiter::wait(const Blocking& blocking, trace::SourceLocation where) {
    if (ready_.empty()) {
        waiter_.wait(blocking, where);
        waiter_.clear();
    }
    Target* first = ready_.front();
    ready_.pop_front();
    // What was remembered belongs to the wake-ups that are still in the list.
    waiter_.clear();
    return first;
}

}  // namespace green
