// A signal handler kills the greenlet that would run for ever.
#include <csignal>

#include "python.h"

namespace oracle_08 {

using namespace std::chrono_literals;

void run_forever() {
    const python::Finally going([] { python::print("the sleeper is going down"); });
    green::sleep(1000s);
}

void shutdown(green::Greenlet greenlet) {
    python::print("got the signal");
    green::kill(greenlet);
    python::print("kill has been asked for");
}

void sender() {
    green::sleep(50ms);
    green::raise_signal(SIGQUIT);
    python::print("signal sent");
}

void program() {
    auto thread = green::spawn(run_forever);
    auto handler = green::signal_handler(SIGQUIT, shutdown, thread);
    green::spawn(sender);
    thread.join();
    handler.cancel();
    python::print("killed:", thread.value_repr());
}

}  // namespace oracle_08
