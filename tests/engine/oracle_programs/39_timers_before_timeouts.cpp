// What is due in one instant: sleepers and spawn_later go first, then those Timeouts that are still wanted.
#include "python.h"

namespace oracle_39 {

using namespace std::chrono_literals;

void limited(const char* name, std::chrono::milliseconds limit) {
    try {
        const green::Timeout::Scope scope{green::Timeout(limit)};
        green::sleep(10s);
    } catch (const green::Timeout&) {
        python::print(name, "timed out");
    }
}

void nap(const char* name, std::chrono::milliseconds time) {
    green::sleep(time);
    python::print(name, "slept");
}

void photo_finish(const char* name, bool linger) {
    try {
        {
            const green::Timeout::Scope scope{green::Timeout(50ms)};
            green::sleep(50ms);
            python::print(name, "slept");
            if (linger) {
                green::sleep();
                python::print("never printed");
            }
        }
        python::print(name, "left in time");
    } catch (const green::Timeout&) {
        python::print(name, "timed out after all");
    }
}

void print(const char* word) { green::print("{}", word); }

void program() {
    green::joinall({
        green::spawn(limited, "limited 1", 50ms),
        green::spawn(nap, "nap 1", 50ms),
        green::spawn(photo_finish, "quick", false),
        green::spawn(photo_finish, "slow", true),
        green::spawn(limited, "limited 2", 50ms),
        green::spawn(nap, "nap 2", 50ms),
        green::spawn_later(50ms, print, "later"),
    });
}

}  // namespace oracle_39
