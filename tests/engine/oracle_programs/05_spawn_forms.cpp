// Functions and a lambda, all spawned by main.
#include "python.h"

namespace oracle_05 {

using namespace std::chrono_literals;

void say(const std::string& message, std::chrono::milliseconds delay) {
    green::sleep(delay);
    python::print(message);
}

void program() {
    const std::vector<green::Greenlet> greenlets{
        green::spawn(say, "hello", 50ms),
        green::spawn(say, "still here", 100ms),
        green::spawn([](int x) { return x + 1; }, 2),
    };
    green::joinall(greenlets);
    python::print(python::values(greenlets));
}

}  // namespace oracle_05
