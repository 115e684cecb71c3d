// Who asks again without a wait in between keeps the semaphore.
#include "python.h"

namespace oracle_82 {

void greedy(green::Semaphore sem) {
    for (int n = 0; n < 3; ++n) {
        const green::With with(sem);
        python::print("greedy holds", n);
        green::sleep();
    }
    python::print("greedy is done");
}

void polite(green::Semaphore sem, int n) {
    {
        const green::With with(sem);
        python::print("polite", n, "holds");
        green::sleep();
    }
    green::sleep();
    const green::With with(sem);
    python::print("polite", n, "holds again");
}

void program() {
    green::Semaphore sem(1);
    green::joinall({green::spawn(greedy, sem), green::spawn(polite, sem, 1), green::spawn(polite, sem, 2)});
}

}  // namespace oracle_82
