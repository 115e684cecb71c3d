// Asking for a death without waiting for it.
#include "python.h"

namespace oracle_42 {

using namespace std::chrono_literals;

void sleeper(int n) {
    const python::Finally at_the_end([n] { python::print("sleeper", n, "goes"); });
    green::sleep(10s);
}

void program() {
    const auto a = green::spawn(sleeper, 1);
    auto b = green::spawn(sleeper, 2);
    green::sleep();
    b.kill(std::make_exception_ptr(green::GreenletExit()), false);
    green::kill(a);
    python::print(a.ready(), b.ready());
    green::sleep();
    python::print(a.ready(), b.ready());
}

}  // namespace oracle_42
