// Two of five at a time.
#include "python.h"

namespace oracle_22 {

void worker(green::Semaphore sem, int n) {
    sem.acquire();
    python::print("worker", n, "acquired, counter", sem.counter());
    green::sleep();
    sem.release();
    python::print("worker", n, "released, counter", sem.counter());
}

void program() {
    green::Semaphore sem(2);
    std::vector<green::Greenlet> workers;
    for (int n = 0; n < 5; ++n) workers.push_back(green::spawn(worker, sem, n));
    green::joinall(workers);
    python::print("locked:", sem.locked(), "counter:", sem.counter());
}

}  // namespace oracle_22
