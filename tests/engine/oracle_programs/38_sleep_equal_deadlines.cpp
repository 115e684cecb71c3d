// Sleepers that are due in one instant wake in the order in which they lay down.
#include "python.h"

namespace oracle_38 {

using namespace std::chrono_literals;

using Delays = std::vector<std::chrono::milliseconds>;

void nap(const char* name, const Delays& delays) {
    for (const auto delay : delays) {
        green::sleep(delay);
        python::print(name, "slept", delay);
    }
}

void program() {
    green::joinall({
        green::spawn(nap, "a", Delays{100ms}),
        green::spawn(nap, "b", Delays{50ms, 50ms}),
        green::spawn(nap, "c", Delays{100ms}),
        green::spawn(nap, "d", Delays{20ms, 80ms}),
        green::spawn(nap, "e", Delays{100ms}),
    });
}

}  // namespace oracle_38
