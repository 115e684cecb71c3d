// A wake-up that was queued before the kill still comes.
#include "python.h"

namespace oracle_46 {

void looper() {
    try {
        for (int n = 0; n < 5; ++n) {
            python::print("loop", n);
            green::sleep();
        }
    } catch (const green::GreenletExit&) {
        python::print("exit");
        throw;
    }
}

void program() {
    auto g = green::spawn(looper);
    green::sleep();
    python::print("main kills");
    g.kill();
    python::print("main after kill", g.value_repr());
    green::sleep();
    python::print("end");
}

}  // namespace oracle_46
