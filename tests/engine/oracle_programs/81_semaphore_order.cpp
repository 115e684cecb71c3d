// First come, first served.
#include "python.h"

namespace oracle_81 {

using namespace std::chrono_literals;

void waiter(green::Semaphore sem, int n) {
    sem.acquire();
    python::print("waiter", n, "acquired, left", sem.counter());
    if (n % 2 == 0) return;
    green::sleep();
    python::print("waiter", n, "releases");
    sem.release();
}

void program() {
    green::Semaphore sem(0);
    std::vector<green::Greenlet> gs;
    for (int n = 1; n < 9; ++n) gs.push_back(green::spawn(waiter, sem, n));
    green::sleep();
    sem.release();
    sem.release();
    sem.release();
    python::print("released three times, counter", sem.counter());
    green::sleep();
    python::print("main again, counter", sem.counter());
    const auto done = green::joinall(gs, {.timeout = 20ms});
    python::print(done.size(), "done,", sem.linkcount(), "waiting");
    sem.release();
    green::joinall(gs);
    python::print("counter", sem.counter());
}

}  // namespace oracle_81
