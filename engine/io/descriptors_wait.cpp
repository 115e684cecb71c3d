#include "io/descriptors_wait.h"

#include <utility>

#include "hub/hub.h"
#include "hub/waiter.h"

namespace green {

// The job that wakes the caller: one, in the next pass, however many descriptors became ready.
class DescriptorsWait::Collector final : public Target {
public:
    explicit Collector(Hub& hub) : Target(hub.current().id()), hub_(hub), waiter_(hub) {}

    void found() {
        if (queued_) return;
        queued_ = true;
        const auto job = hub_.queue(*this, trace::JobKind::Wake);
        hub_.record({.object = id(),
                     .job = job,
                     .kind = trace::Kind::Callback,
                     .job_kind = trace::JobKind::Wake,
                     .flags = static_cast<std::uint8_t>(trace::Flag::Queues)});
    }
    void run(const Callback&) override {
        if (waiting_) waiter_.wake();
    }
    void wait(const Blocking& blocking, trace::SourceLocation where) {
        waiting_ = true;
        waiter_.wait(blocking, where);
    }

private:
    Hub& hub_;
    Waiter waiter_;
    bool queued_ = false;
    bool waiting_ = false;
};

DescriptorsWait::DescriptorsWait() : collector_(new Collector(Hub::get())) {}
DescriptorsWait::~DescriptorsWait() = default;

void DescriptorsWait::watch(int descriptor, loop::Interest interest, std::function<void()> found) {
    constexpr int highest_priority = 2;
    watchers_.push_back(std::make_unique<loop::IoWatcher>(Hub::get().events(), descriptor, interest, highest_priority,
                                                          [found = std::move(found), collector = collector_] {
                                                              found();
                                                              collector->found();
                                                          }));
    watchers_.back()->start();
}

void DescriptorsWait::find_now() { collector_->found(); }

void DescriptorsWait::wait(trace::WaitReason reason, const TimeLimit& limit, std::string_view arguments,
                           trace::SourceLocation where) {
    const TimeLimit::Running running(limit, where);
    try {
        collector_->wait({.reason = reason, .deadline = running.deadline(), .arguments = arguments}, where);
    } catch (const Timeout& expired) {
        if (!running.owns(expired)) throw;
    }
}

}  // namespace green
