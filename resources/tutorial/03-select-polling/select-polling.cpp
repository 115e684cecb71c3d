// Two greenlets poll with a deadline while a third
// one works.
#include <cmath>
#include <green.h>

using namespace std::chrono_literals;

green::Clock::time_point start;

long tick() {
    auto passed = green::Clock::now() - start;
    return std::lround(passed / 100.0ms);
}

void poller(const char* name,
            std::chrono::milliseconds timeout) {
    green::print("{} starts polling at tick {}",
                 name, tick());
    auto ready = green::select({}, {}, {}, timeout);
    green::print("{} ends polling at tick {} with {}",
                 name, tick(), repr(ready));
}

void gr1() {
    poller("gr1", 200ms);
}

void gr2() {
    poller("gr2", 230ms);
}

void gr3() {
    green::print("gr3 works while the others poll, "
                 "at tick {}", tick());
    green::sleep(100ms);
    green::print("gr3 is done at tick {}", tick());
}

void program() {
    start = green::Clock::now();
    green::joinall({
        green::spawn(gr1),
        green::spawn(gr2),
        green::spawn(gr3),
    });
}
