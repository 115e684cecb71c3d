// Three wait for one event.
#include "python.h"

namespace oracle_14 {

using namespace std::chrono_literals;

void setter(green::Event evt) {
    python::print("setter: working");
    green::sleep(50ms);
    python::print("setter: done");
    evt.set();
}

void waiter(green::Event evt, int n) {
    python::print("waiter", n, "waits");
    python::print("waiter", n, "wakes with", evt.wait());
}

void program() {
    green::Event evt;
    green::joinall({green::spawn(setter, evt), green::spawn(waiter, evt, 1), green::spawn(waiter, evt, 2),
                    green::spawn(waiter, evt, 3)});
}

}  // namespace oracle_14
