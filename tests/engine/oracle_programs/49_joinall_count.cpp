// joinall that is content with two.
#include "python.h"

namespace oracle_49 {

using namespace std::chrono_literals;

int nap(int n) {
    green::sleep(n * 20ms);
    python::print("nap", n);
    return n;
}

void program() {
    std::vector<green::Greenlet> gs;
    for (const int n : {3, 1, 4, 2}) gs.push_back(green::spawn(nap, n));
    python::print("first two:", python::values(green::joinall(gs, {.count = 2})));
    python::print("ready:", python::ready(gs));
    python::print("all:", python::values(green::joinall(gs)));
}

}  // namespace oracle_49
