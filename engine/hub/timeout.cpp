#include "hub/timeout.h"

#include <fmt/format.h>

#include "hub/hub.h"
#include "loop/timers.h"

namespace green {

using trace::Flag;
using trace::Kind;

struct Timeout::State : std::enable_shared_from_this<Timeout::State> {
    // What the hub holds while it is armed: it fires even if nobody keeps the handle (rule R45).
    struct Armed {
        std::shared_ptr<State> state;
        std::shared_ptr<void> face;
    };

    std::optional<trace::Nanoseconds> limit;
    std::exception_ptr exception;
    std::string text;
    bool silent = false;
    bool closed = false;
    bool was_started = false;
    // Below the priority of everything else that is due in the same iteration (rule R3).
    loop::Timer timer{-1, true, trace::JobKind::Timeout, [this] { expire(); }};
    GreenletRef greenlet;  // that is to be thrown into
    Face face{};
    std::weak_ptr<Armed> armed{};

    void hold(Hub& hub) {
        const auto held = std::make_shared<Armed>(Armed{shared_from_this(), face.keep ? face.keep() : nullptr});
        armed = held;
        hub.hold(held);
    }
    // Returns what was held.
    std::shared_ptr<Armed> let_go() {
        auto held = armed.lock();
        Hub::get().let_go(held);
        return held;
    }

    void expire() {
        const auto held = let_go();
        const auto self = shared_from_this();
        const GreenletRef target = std::exchange(greenlet, nullptr);
        if (exception) {
            target->throw_in(exception);
            return;
        }
        Timeout thrown;
        thrown.state_ = self;
        if (face.thrown) {
            target->throw_in(face.thrown(thrown));
            return;
        }
        target->throw_in(std::make_exception_ptr(std::move(thrown)));
    }
};

Timeout::Timeout() : state_(std::make_shared<State>()) {}

Timeout::Timeout(trace::Nanoseconds limit, std::exception_ptr exception, std::string text, bool silent)
    : state_(std::make_shared<State>()) {
    state_->limit = limit;
    state_->exception = std::move(exception);
    state_->text = std::move(text);
    state_->silent = silent;
    if (auto* hub = Hub::find()) hub->use_loop();
}

void Timeout::start(trace::SourceLocation where) {
    if (pending())
        throw std::logic_error("<Timeout " + message() + "> is already started; to restart it, cancel it first");
    if (!state_->limit) return;
    if (state_->closed) throw std::logic_error("<Timeout " + message() + "> was closed");
    auto& hub = Hub::get();
    state_->greenlet = &hub.current();
    hub.start_timer(state_->timer, state_->was_started ? state_->timer.left() : *state_->limit, Hub::Refresh::Always);
    state_->was_started = true;
    state_->hold(hub);
    hub.record({.amount = state_->timer.deadline(),
                .object = hub.current().id(),
                .site = hub.site(where),
                .job = state_->timer.job(),
                .kind = Kind::Timeout,
                .job_kind = trace::JobKind::Timeout,
                .flags = static_cast<std::uint8_t>(Flag::Arms)},
               hub.recorder().keeps() ? message() : std::string());
}

void Timeout::cancel(trace::SourceLocation where) {
    if (!pending()) return;
    auto& hub = Hub::get();
    hub.cancel_timer(state_->timer, hub.site(where));
    state_->greenlet = nullptr;
    state_->let_go();
}

void Timeout::close(trace::SourceLocation where) {
    cancel(where);
    state_->closed = true;
}

void Timeout::set_unreferenced() { state_->timer.set_referenced(false); }

void Timeout::set_face(Face face) { state_->face = std::move(face); }

bool Timeout::pending() const { return state_->timer.active(); }
trace::Nanoseconds Timeout::deadline() const { return pending() ? state_->timer.deadline() : trace::never; }
std::optional<std::chrono::nanoseconds> Timeout::limit() const {
    return state_->limit ? std::optional(std::chrono::nanoseconds(*state_->limit)) : std::nullopt;
}
bool Timeout::is_silent() const { return state_->silent; }

std::string Timeout::message() const {
    if (!state_->limit) return {};
    constexpr auto second = 1'000'000'000;
    auto text =
        fmt::format("{} second{}", static_cast<double>(*state_->limit) / second, *state_->limit == second ? "" : "s");
    if (state_->silent) return text + " (silent)";
    if (!state_->text.empty()) return text + ": " + state_->text;
    if (state_->exception) return text + ": " + type_name(state_->exception);
    return text;
}

TimeLimit::Running::Running(const TimeLimit& limit, trace::SourceLocation where, AtEnd at_end)
    : where_(where), at_end_(at_end) {
    if (limit.time_)
        start(Timeout(*limit.time_));
    else if (limit.timeout_)
        start(*limit.timeout_);
}

void TimeLimit::Running::start(Timeout timeout) {
    if (!timeout.pending()) timeout.start(where_);
    timeout_ = std::move(timeout);
}

TimeLimit::Running::~Running() {
    if (!timeout_) return;
    if (at_end_ == AtEnd::Close)
        timeout_->close(where_);
    else
        timeout_->cancel(where_);
}

}  // namespace green
