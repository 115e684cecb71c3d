// SystemExit in a greenlet is raised in main.
#include "python.h"

namespace oracle_64 {

void quit_all() {
    python::print("quitting");
    throw green::SystemExit("from the greenlet");
}

void other() { python::print("other runs"); }

void program() {
    auto g = green::spawn(quit_all);
    auto h = green::spawn(other);
    try {
        h.join();
        python::print("never printed");
    } catch (const green::SystemExit& error) {
        python::print("main caught", error.message());
    }
    python::print(g.ready(), python::exception_repr(g), h.ready());
    h.join();
    python::print(h.ready());
}

}  // namespace oracle_64
