// A signal ends a greenlet that would go on for ever.
#include <csignal>
#include <green.h>

using namespace std::chrono_literals;

void serve() {
    struct Finally {
        ~Finally() { green::print("tidying up"); }
    } finally;
    while (true) {
        green::print("serving");
        green::sleep(20ms);
    }
}

void shutdown(green::Greenlet greenlet) {
    green::print("got the signal");
    green::kill(greenlet);
    green::print("asked for the end");
}

void outsider() {
    green::sleep(50ms);
    green::raise_signal(SIGQUIT);
}

void program() {
    auto server = green::spawn(serve);
    auto handler =
        green::signal_handler(SIGQUIT, shutdown, server);
    green::spawn(outsider);
    server.join();
    handler.cancel();
    green::print("over, with {}", server.value_repr());
}
