// A timer of no delay comes after all callbacks, and after those that they queue.
#include "python.h"

namespace oracle_35 {

using namespace std::chrono_literals;

void say(const char* word) { python::print(word); }

void chain(int n) {
    python::print("chain", n);
    if (n > 0) green::spawn(chain, n - 1);
}

void program() {
    const auto later = green::spawn_later(0s, say, "spawn_later(0)");
    const auto now = green::spawn(say, "spawn");
    const auto first = green::spawn(chain, 3);
    green::joinall({later, now, first});
}

}  // namespace oracle_35
