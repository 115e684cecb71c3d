// Everybody who waited is woken, though the event is cleared at once.
#include "python.h"

namespace oracle_83 {

void waiter(green::Event event, int n, int rounds) {
    for (int r = 0; r < rounds; ++r) {
        const bool woken = event.wait();
        python::print("waiter", n, "round", r, woken, event.is_set());
    }
}

void program() {
    green::Event event;
    std::vector<green::Greenlet> gs;
    for (int n = 1; n <= 3; ++n) gs.push_back(green::spawn(waiter, event, n, n));
    green::sleep();
    for (int r = 0; r < 3; ++r) {
        event.set();
        event.clear();
        python::print("set and cleared", r);
        green::sleep();
        python::print("main", r);
    }
    green::joinall(gs);
}

}  // namespace oracle_83
