// Whoever kills waits until the victim has tidied up.
#include "python.h"

namespace oracle_41 {

using namespace std::chrono_literals;

void sleeper() {
    const python::Finally at_the_end([] { python::print("sleeper: finally"); });
    try {
        green::sleep(10s);
    } catch (const green::GreenletExit&) {
        python::print("sleeper: caught");
        green::sleep();
        python::print("sleeper: cleaned up");
        throw;
    }
}

void program() {
    auto g = green::spawn(sleeper);
    green::sleep();
    python::print("main: killing");
    g.kill();
    python::print("main: killed", g.ready(), g.successful(), g.value_repr());
    g.kill();
    python::print("main: killing the dead does nothing");
}

}  // namespace oracle_41
