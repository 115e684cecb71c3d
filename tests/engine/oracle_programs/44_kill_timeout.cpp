// The limit of kill is how long it waits; the victim may live on.
#include "python.h"

namespace oracle_44 {

using namespace std::chrono_literals;

void stubborn() {
    for (int n = 0; n < 3; ++n) {
        try {
            green::sleep(50ms);
            python::print("nap", n, "done");
        } catch (const green::GreenletExit&) {
            python::print("ignored in nap", n);
        }
    }
}

void program() {
    auto g = green::spawn(stubborn);
    green::sleep(20ms);
    g.kill(20ms);
    python::print("still there:", !g.ready());
    g.join();
    python::print("now:", g.value_repr());
}

}  // namespace oracle_44
