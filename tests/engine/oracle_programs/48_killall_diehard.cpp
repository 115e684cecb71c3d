// killall waits for those that do not die at once; its own limit raises.
#include "python.h"

namespace oracle_48 {

using namespace std::chrono_literals;

void diehard(int n, std::chrono::milliseconds time) {
    try {
        green::sleep(10s);
    } catch (const green::GreenletExit&) {
        python::print("diehard", n, "holds on");
    }
    green::sleep(time);
    python::print("diehard", n, "leaves");
}

void soft() { green::sleep(10s); }

void program() {
    const std::vector<green::Greenlet> gs{green::spawn(diehard, 1, 50ms), green::spawn(soft),
                                          green::spawn(diehard, 2, 20ms)};
    green::sleep();
    green::killall(gs);
    python::print(python::ready(gs));

    auto g = green::spawn(diehard, 3, 100ms);
    green::sleep();
    try {
        green::killall({g}, {.timeout = 30ms});
    } catch (const green::Timeout& error) {
        python::print("Timeout", error.message(), g.ready());
    }
    g.join();
}

}  // namespace oracle_48
