// Two take the same two locks, in opposite order.
#include <green.h>

using namespace std::chrono_literals;

using Lock = green::BoundedSemaphore;

void ann(const Lock& fork, const Lock& knife) {
    const green::With has_fork(fork);
    green::print("ann has the fork");
    green::sleep(0s);
    const green::With has_knife(knife);
    green::print("ann eats");
}

void ben(const Lock& fork, const Lock& knife) {
    const green::With has_knife(knife);
    green::print("ben has the knife");
    green::sleep(0s);
    const green::With has_fork(fork);
    green::print("ben eats");
}

void program() {
    Lock fork(1, "fork");
    Lock knife(1, "knife");

    auto first = green::spawn(ann, fork, knife);
    auto second = green::spawn(ben, fork, knife);
    try {
        green::joinall({first, second});
    } catch (const green::LoopExit&) {
        green::print("nobody can go on");
    }

    first.kill();
    second.join();
    green::print("ben is done: {}",
                 green::to_repr(second.successful()));
}
