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
struct WaitCore::State final : Link, std::enable_shared_from_this<WaitCore::State> {
    State(Hub& its_hub, Targets to_link, trace::SourceLocation from)
        : hub(its_hub),
          targets(std::move(to_link)),
          uncalled_links(targets.size()),
          where(from),
          waiter(its_hub),
          timer(-1, true, trace::JobKind::Function, [this] { wake(nullptr); }) {
        for (const auto& target : targets) target->add_link(*this);
    }
    ~State() override { take_back(); }
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

    void called(Target& ready) override {
        --uncalled_links;
        wake(&ready);
    }

    // Not called any more.
    void take_back() {
        for (const auto& target : std::exchange(targets, {})) target->remove_link(*this);
        // One may be kept until after its run; its timer was stopped with the loop.
        if (Hub::find()) hub.cancel_timer(timer, hub.site(where));
    }

    // Nobody asks for the next one any more, but it may still be called.
    void leave_behind() {
        is_left_behind = true;
        if (may_be_called()) hub.hold(shared_from_this());
    }

    // What the waiting greenlet is blocked on: all of them.
    struct All final : Target {
        explicit All(const State& its_state) : Target(Id::None), state(its_state) {}
        void run(const Callback&) override {}
        std::vector<Id> who_can_help() const override {
            std::vector<Id> ids;
            for (const auto& target : state.targets) {
                const auto more = target->who_can_help();
                ids.insert(ids.end(), more.begin(), more.end());
            }
            return ids;
        }
        const State& state;
    };

    Hub& hub;
    Targets targets;
    All all{*this};
    std::size_t uncalled_links;
    trace::SourceLocation where;
    MultipleWaiter waiter;
    loop::Timer timer;
    bool is_left_behind = false;

private:
    bool may_be_called() const { return uncalled_links > 0 || timer.active(); }
    void wake(Target* ready) {
        // Whoever is woken may let it go.
        const auto self = shared_from_this();
        waiter.wake(ready);
        if (is_left_behind && !may_be_called()) hub.let_go(self);
    }
};

WaitCore::WaitCore(Targets targets, WaitOptions options, WaitReason reason, trace::SourceLocation where)
    : targets_(std::move(targets)),
      options_(options),
      reason_(reason),
      where_(where),
      left_(std::min(options.count.value_or(targets_.size()), targets_.size())) {}

WaitCore::~WaitCore() {
    if (state_ && Hub::find()) state_->leave_behind();
}

LinkTarget* WaitCore::next() {
    auto& hub = Hub::get();
    if (!begun_) {
        hub.use_loop();
        begun_ = true;
        state_ = std::make_shared<State>(hub, std::exchange(targets_, {}), where_);
        if (options_.timeout) state_->start_timer(*options_.timeout);
    }
    if (left_ == 0) {
        close();
        return nullptr;
    }
    const auto text = hub.recorder().keeps() ? fmt::format("{} left", left_) : std::string();
    --left_;
    // Others may close it meanwhile.
    const auto state = state_;
    try {
        auto* ready = state->waiter.wait({.reason = reason_,
                                          .on = &state->all,
                                          .deadline = state->timer.active() ? state->timer.deadline() : trace::never,
                                          .arguments = text},
                                         where_);
        if (ready) return static_cast<LinkTarget*>(ready);
    } catch (...) {
        close();
        throw;
    }
    close();
    return nullptr;
}

void WaitCore::close() {
    begun_ = true;
    left_ = 0;
    // What wakes it may hold it a little longer.
    if (state_) state_->take_back();
    state_.reset();
}

std::vector<Greenlet> joinall(std::span<const Greenlet> greenlets, JoinOptions options, trace::SourceLocation where) {
    std::vector<Greenlet> done;
    WaitIterator<Greenlet> waiting(greenlets, {options.timeout, options.count}, WaitReason::JoinAll, where);
    while (auto greenlet = waiting.next()) {
        if (options.raise_error && greenlet->exception()) std::rethrow_exception(greenlet->exception());
        done.push_back(std::move(*greenlet));
    }
    return done;
}

namespace {

template <class Item>
std::vector<Item> all_of(WaitIterator<Item>&& waiting) {
    std::vector<Item> ready;
    while (auto item = waiting.next()) ready.push_back(std::move(*item));
    return ready;
}

}  // namespace

std::vector<Waitable> wait(const std::vector<Waitable>& objects, WaitOptions options, trace::SourceLocation where) {
    return all_of(WaitIterator<Waitable>(objects, options, WaitReason::Wait, where));
}

std::vector<Greenlet> wait(std::span<const Greenlet> greenlets, WaitOptions options, trace::SourceLocation where) {
    return all_of(WaitIterator<Greenlet>(greenlets, options, WaitReason::Wait, where));
}

bool wait(trace::SourceLocation where) { return wait_ns(std::nullopt, where); }

bool wait_ns(std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where) {
    auto& hub = Hub::get();
    if (hub.current().id() != trace::Id::Main) throw std::logic_error("only possible from the MAIN greenlet");
    hub.use_loop();
    Waiter waiter(hub);
    // Not referenced: it does not keep the loop from ending.
    loop::Timer timer(0, false, trace::JobKind::Wake, [&waiter] { waiter.wake(); });
    Blocking blocking{.reason = WaitReason::LoopEnd};
    std::string text;
    if (timeout) {
        hub.start_timer(timer, timeout->count(), Hub::Refresh::InPass);
        text = fmt::format("{}", std::chrono::duration<double>(*timeout).count());
        blocking.deadline = timer.deadline();
        blocking.job = timer.job();
        blocking.job_kind = trace::JobKind::Wake;
        blocking.arms = true;
        blocking.arguments = text;
    }
    try {
        waiter.wait(blocking, where);
        return false;
    } catch (const LoopExit&) {
        hub.cancel_timer(timer, hub.site(where));
        return true;
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        hub.cancel_timer(timer, hub.site(where));
        throw;
    }
}

std::vector<Greenlet> joinall(std::initializer_list<Greenlet> greenlets, JoinOptions options,
                              trace::SourceLocation where) {
    return joinall(std::span(greenlets.begin(), greenlets.size()), options, where);
}

}  // namespace green
