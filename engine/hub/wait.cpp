#include "hub/wait.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hub/hub.h"
#include "hub/waiter.h"

namespace green {

using trace::Kind;
using trace::WaitReason;

// The links, and the timer of the limit.
struct WaitIterator::State {
    State(Hub& its_hub, std::vector<Greenlet> to_link, trace::SourceLocation from)
        : hub(its_hub),
          greenlets(std::move(to_link)),
          where(from),
          waiter(its_hub),
          timer(-1, true, trace::JobKind::Function, [this] { waiter.wake(nullptr); }) {
        for (const auto& greenlet : greenlets) greenlet.core().add_link(waiter);
    }
    ~State() {
        for (const auto& greenlet : greenlets) greenlet.core().remove_link(waiter);
        hub.cancel_timer(timer, hub.site(where));
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void start_timer(std::chrono::nanoseconds limit) {
        hub.start_timer(timer, limit.count(), Hub::Refresh::InPass);
        hub.record({.amount = timer.deadline(),
                    .object = hub.current().id(),
                    .site = hub.site(where),
                    .job = timer.job(),
                    .kind = Kind::Timeout,
                    .job_kind = trace::JobKind::Function,
                    .flags = static_cast<std::uint8_t>(trace::Flag::Arms)},
                   fmt::format("{} seconds", std::chrono::duration<double>(limit).count()));
    }

    Hub& hub;
    std::vector<Greenlet> greenlets;
    trace::SourceLocation where;
    MultipleWaiter waiter;
    loop::Timer timer;
};

WaitIterator::WaitIterator(std::vector<Greenlet> greenlets, WaitOptions options, trace::SourceLocation where)
    : greenlets_(std::move(greenlets)),
      options_(options),
      where_(where),
      left_(std::min(options.count.value_or(greenlets_.size()), greenlets_.size())) {}

WaitIterator::~WaitIterator() = default;

std::optional<Greenlet> WaitIterator::next() {
    auto& hub = Hub::get();
    if (!begun_) {
        begun_ = true;
        state_ = std::make_shared<State>(hub, std::exchange(greenlets_, {}), where_);
        if (options_.timeout) state_->start_timer(*options_.timeout);
    }
    if (left_ == 0) {
        state_.reset();
        return std::nullopt;
    }
    const auto text = hub.recorder().keeps() ? fmt::format("{} left", left_) : std::string();
    --left_;
    auto* ready = state_->waiter.wait(
        {.reason = WaitReason::JoinAll,
         .deadline = state_->timer.active() ? state_->timer.deadline() : trace::never,
         .arguments = text},
        where_);
    if (!ready) {
        left_ = 0;
        return next();
    }
    return Greenlet(GreenletRef(static_cast<GreenletCore*>(ready)));
}

void WaitIterator::leave_behind() {
    left_ = 0;
    if (state_) Hub::get().hold(std::exchange(state_, nullptr));
}

std::vector<Greenlet> joinall(std::span<const Greenlet> greenlets, JoinOptions options, trace::SourceLocation where) {
    std::vector<Greenlet> done;
    WaitIterator waiting({greenlets.begin(), greenlets.end()}, {options.timeout, options.count}, where);
    while (auto greenlet = waiting.next()) {
        if (options.raise_error && greenlet->exception()) {
            // gevent does not tidy up here: the timer still keeps the loop going, and the links are told.
            waiting.leave_behind();
            std::rethrow_exception(greenlet->exception());
        }
        done.push_back(std::move(*greenlet));
    }
    return done;
}

std::vector<Greenlet> joinall(std::initializer_list<Greenlet> greenlets, JoinOptions options,
                              trace::SourceLocation where) {
    return joinall(std::span(greenlets.begin(), greenlets.size()), options, where);
}

}  // namespace green
