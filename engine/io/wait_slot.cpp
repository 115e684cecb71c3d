#include "io/wait_slot.h"

namespace green {

WaitSlot::Taken::Taken(WaitSlot& slot, Waiter& waiter) : slot_(slot) {
    slot.waiter_ = &waiter;
    slot.greenlet_ = Hub::get().current().id();
    slot.is_told_ = false;
}

void WaitSlot::wake_soon() {
    if (!waiter_ || is_told_) return;
    is_told_ = true;
    waiter_->wake_soon();
}

void WaitSlot::cancel(Target& owner) {
    if (!waiter_ || is_to_cancel()) return;
    auto& hub = Hub::get();
    cancel_ = hub.queue(owner, JobKind::Throw);
    hub.record({.object = greenlet_,
                .job = cancel_,
                .kind = trace::Kind::Callback,
                .job_kind = JobKind::Throw,
                .flags = static_cast<std::uint8_t>(trace::Flag::Queues)});
}

void WaitSlot::throw_in(const std::exception_ptr& error) {
    cancel_ = JobId::None;
    if (waiter_) waiter_->throw_in(error);
}

}  // namespace green
