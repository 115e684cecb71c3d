#include "hub/signal_handler.h"

#include "hub/hub.h"
#include "hub/signal_watchers.h"

namespace green {

struct SignalHandler::State {
    explicit State(SignalWatcher its_watcher) : watcher(std::move(its_watcher)) {}
    SignalWatcher watcher;
};

void SignalHandler::cancel() {
    if (auto* hub = Hub::find()) hub->signal_watchers().stop(state_->watcher);
}

namespace detail {

namespace {

// In the hub.
void begin(const std::string& name, const GreenletCore::Body& body) {
    auto& hub = Hub::get();
    // gevent's greenlet runs a function of this name, which calls the handler.
    const auto greenlet = create({name, "handle", {}, {}}, [&hub, body] {
        try {
            body();
        } catch (const context::Unwind&) {
            throw;
        } catch (...) {
            hub.handle_error(nullptr, std::current_exception(), Hub::Severity::System);
        }
        return Value{};
    });
    hub.resume(greenlet.core());
}

}  // namespace

SignalHandler signal_handler(int number, const std::string& name, GreenletCore::Body body) {
    auto& hub = Hub::get();
    hub.use_loop();
    auto state = std::make_shared<SignalHandler::State>(
        SignalWatcher{number, [name, body = std::move(body)] { begin(name, body); }});
    hub.signal_watchers().start(std::shared_ptr<SignalWatcher>(state, &state->watcher));
    return SignalHandler(std::move(state));
}

}  // namespace detail

void raise_signal(int number) { Hub::get().signal_watchers().mailbox().raise(number); }

}  // namespace green
