// joinall with a limit returns what has ended by then.
#include "python.h"

namespace oracle_50 {

using namespace std::chrono_literals;

int nap(int n) {
    green::sleep(n * 20ms);
    return n;
}

void program() {
    std::vector<green::Greenlet> gs;
    for (const int n : {3, 1, 5}) gs.push_back(green::spawn(nap, n));
    python::print(python::values(green::joinall(gs, {.timeout = 70ms})));
    python::print(python::values(green::joinall(gs, {.timeout = 0ms})));
    python::print(python::values(green::joinall(gs)));
    python::print(python::values(green::joinall({})));
}

}  // namespace oracle_50
