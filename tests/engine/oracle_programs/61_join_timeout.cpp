// A limit of join passes in silence, one of get raises.
#include "python.h"

namespace oracle_61 {

using namespace std::chrono_literals;

std::string slow() {
    green::sleep(100ms);
    return "slow";
}

void program() {
    auto g = green::spawn(slow);
    g.join(20ms);
    python::print("join:", "None", g.ready());
    try {
        g.get(20ms);
    } catch (const green::Timeout& error) {
        python::print("get:", error.message());
    }
    try {
        g.get_nowait();
    } catch (const green::Timeout& error) {
        python::print("get without blocking: Timeout", green::quoted(error.message()));
    }
    g.join(1s);
    python::print("join:", "None", g.ready());
    python::print("get:", g.get<std::string>(1s));
}

}  // namespace oracle_61
