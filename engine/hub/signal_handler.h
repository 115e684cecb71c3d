// gevent.signal_handler: what a run does when a signal comes (rule R70).
//
//     auto handler = green::signal_handler(SIGQUIT, shutdown, worker);   // shutdown(worker), in a greenlet
//     handler.cancel();
//
// Without a handler SIGINT raises KeyboardInterrupt in main, SIGCHLD, SIGURG, SIGWINCH and SIGCONT do nothing,
// and any other ends the run as it would end a process.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include "trace/source_location.h"

#include "hub/greenlet.h"

namespace green {

// A handle; copies are the same handler. It works until it is cancelled, also if nobody keeps the handle.
class SignalHandler {
public:
    struct State;
    explicit SignalHandler(std::shared_ptr<State> state) : state_(std::move(state)) {}

    void cancel();

private:
    std::shared_ptr<State> state_;
};

namespace detail {

SignalHandler signal_handler(int number, const std::string& name, GreenletCore::Body body);

}  // namespace detail

// Calls it in a new greenlet each time the signal comes; as soon as the loop looks, so a greenlet that never
// gives way holds it up. What it throws goes on to main. Throws ValueError for what is no signal.
template <class... Arguments>
SignalHandler signal_handler(int number, detail::Run<std::type_identity_t<Arguments>...> run,
                             Arguments&&... arguments) {
    const auto name = run.name();
    return detail::signal_handler(number, name, std::move(run).bind(std::forward<Arguments>(arguments)...));
}

// Sends one to this very run: Python's os.kill(os.getpid(), number).
void raise_signal(int number);

}  // namespace green
