// idle() returns when nothing else is ready.
#include "python.h"

namespace oracle_93 {

using namespace std::chrono_literals;

void idler(int n) {
    green::idle();
    python::print("idler", n);
}

void busy(int times) {
    for (int n = 0; n < times; ++n) {
        python::print("busy", n);
        green::sleep();
    }
}

void timer() {
    green::sleep(20ms);
    python::print("timer");
}

void program() {
    green::joinall({green::spawn(idler, 1), green::spawn(timer), green::spawn(busy, 3), green::spawn(idler, 2)});
    green::idle();
    python::print("main was idle");
}

}  // namespace oracle_93
