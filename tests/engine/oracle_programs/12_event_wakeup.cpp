// A result used as a plain wake-up call.
#include "python.h"

namespace oracle_12 {

using namespace std::chrono_literals;

void setter(green::AsyncResult<> a) {
    green::sleep(50ms);
    a.set();
    python::print("set");
}

void waiter(green::AsyncResult<> a) {
    a.get();
    python::print("got None");
}

void program() {
    green::AsyncResult<> a;
    green::joinall({green::spawn(setter, a), green::spawn(waiter, a)});
}

}  // namespace oracle_12
