// One release too many is refused.
#include "python.h"

namespace oracle_23 {

void first(green::BoundedSemaphore sem, int n) {
    sem.acquire();
    python::print("first", n, "in");
    green::sleep();
    sem.release();
    python::print("first", n, "out");
}

void second(green::BoundedSemaphore sem, int n) {
    {
        const green::With with(sem);
        python::print("second", n, "in");
        green::sleep();
    }
    python::print("second", n, "out");
}

void program() {
    green::BoundedSemaphore sem(2);
    green::joinall({green::spawn(first, sem, 1), green::spawn(first, sem, 2), green::spawn(second, sem, 1),
                    green::spawn(second, sem, 2)});
    try {
        sem.release();
    } catch (const green::ValueError& error) {
        python::print("ValueError:", error.what());
    }
    const auto counter = sem.counter();
    const bool one = sem.acquire(false);
    const bool two = sem.acquire(false);
    const bool three = sem.acquire(false);
    python::print("counter:", counter, "try:", one, two, three);
}

}  // namespace oracle_23
