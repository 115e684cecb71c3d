// Who waits while others are being told queues behind them.
#include "python.h"

namespace oracle_84 {

void waiter(green::Event event, int n) {
    event.wait();
    python::print("waiter", n);
    if (n != 1) return;
    event.wait();
    python::print("waiter 1 once more");
}

void late(green::Event event, green::Event gate) {
    gate.wait();
    event.wait();
    python::print("late");
}

void opener(green::Event event, green::Event gate) {
    event.wait();
    python::print("opener");
    gate.set();
}

void program() {
    green::Event event;
    green::Event gate;
    const std::vector<green::Greenlet> gs{green::spawn(waiter, event, 1), green::spawn(opener, event, gate),
                                          green::spawn(late, event, gate), green::spawn(waiter, event, 2),
                                          green::spawn(waiter, event, 3)};
    green::sleep();
    event.set();
    python::print("set");
    event.wait();
    python::print("main does not wait for a set event");
    green::joinall(gs);
}

}  // namespace oracle_84
