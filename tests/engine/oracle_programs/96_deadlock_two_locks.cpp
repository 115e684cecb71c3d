// Two take two locks in opposite order.
#include "python.h"

namespace oracle_96 {

void worker(const char* name, green::Semaphore first, green::Semaphore second) {
    const green::With with_first(first);
    python::print(name, "has its first lock");
    green::sleep();
    python::print(name, "wants its second");
    const green::With with_second(second);
    python::print(name, "has both");
}

void program() {
    green::Semaphore left(1);
    green::Semaphore right(1);
    std::vector<green::Greenlet> gs{green::spawn(worker, "a", left, right), green::spawn(worker, "b", right, left)};
    try {
        green::joinall(gs);
    } catch (const green::LoopExit&) {
        python::print("deadlock", python::ready(gs), left.locked(), right.locked());
    }
    gs[0].kill();
    python::print("a killed", python::ready(gs));
    gs[1].join();
    python::print(std::vector{python::exception_repr(gs[0]), python::exception_repr(gs[1])}, left.locked(),
                  right.locked());
}

}  // namespace oracle_96
