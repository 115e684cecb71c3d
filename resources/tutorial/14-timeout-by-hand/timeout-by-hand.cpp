// A Timeout that main starts by hand ends main's own
// waiting.
#include <green.h>

using namespace std::chrono_literals;
using green::to_repr;

void nap(std::chrono::duration<double> length) {
    green::sleep(length);
    green::print("slept for {}", length.count());
}

void wait_for(green::Greenlet greenlet) {
    green::Timeout timeout(50ms);
    timeout.start();
    try {
        greenlet.join();
        green::print("in time");
    } catch (const green::Timeout& expired) {
        green::print("gave up after {} {}",
                     expired.message(),
                     to_repr(expired == timeout));
    }
    timeout.close();
}

void program() {
    wait_for(green::spawn(nap, 20ms));
    auto sleeper = green::spawn(nap, 200ms);
    wait_for(sleeper);
    green::print("and the sleeper? ready: {}",
                 to_repr(sleeper.ready()));
    sleeper.join();
}
