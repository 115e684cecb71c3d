// A result carries a value to two who wait.
#include "python.h"

namespace oracle_13 {

using namespace std::chrono_literals;

using Text = green::AsyncResult<std::string>;

void setter(Text a) {
    green::sleep(50ms);
    a.set("hello");
    python::print("setter goes on after set");
}

void waiter(Text a, int n) { python::print("waiter", n, "got", a.get()); }

void program() {
    Text a;
    green::joinall({green::spawn(waiter, a, 1), green::spawn(setter, a), green::spawn(waiter, a, 2)});
    python::print("already there:", a.get());
}

}  // namespace oracle_13
