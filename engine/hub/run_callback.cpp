#include "hub/run_callback.h"

#include "hub/hub.h"

namespace green {

class QueuedCallback::Core final : public Target {
public:
    explicit Core(std::function<void()> function) : Target(Id::Hub), function_(std::move(function)) {}

    void queue(trace::SourceLocation where) {
        auto& hub = Hub::get();
        job_ = hub.queue(*this, JobKind::Function);
        hub.record({.object = id(),
                    .site = hub.site(where),
                    .job = job_,
                    .kind = trace::Kind::Callback,
                    .job_kind = JobKind::Function,
                    .flags = static_cast<std::uint8_t>(trace::Flag::Queues)});
    }
    void run(const Callback&) override {
        // It may let go of this very job.
        const auto function = std::exchange(function_, nullptr);
        if (function) function();
    }
    bool pending() const { return static_cast<bool>(function_); }
    void stop(trace::SourceLocation where) {
        if (!std::exchange(function_, nullptr)) return;
        auto* hub = Hub::find();
        if (!hub) return;
        hub->record({.object = id(),
                     .site = hub->site(where),
                     .job = job_,
                     .kind = trace::Kind::Cancel,
                     .job_kind = JobKind::Function,
                     .flags = static_cast<std::uint8_t>(trace::Flag::Cancels)});
    }

private:
    std::function<void()> function_;
    JobId job_ = JobId::None;
};

QueuedCallback::QueuedCallback(boost::intrusive_ptr<Core> core) : core_(std::move(core)) {}
QueuedCallback::QueuedCallback(const QueuedCallback&) = default;
QueuedCallback& QueuedCallback::operator=(const QueuedCallback&) = default;
QueuedCallback::~QueuedCallback() = default;

void QueuedCallback::stop(trace::SourceLocation where) { core_->stop(where); }
bool QueuedCallback::pending() const { return core_->pending(); }

QueuedCallback run_callback(std::function<void()> function, trace::SourceLocation where) {
    Hub::get().use_loop();
    const boost::intrusive_ptr core(new QueuedCallback::Core(std::move(function)));
    core->queue(where);
    return QueuedCallback(core);
}

}  // namespace green
