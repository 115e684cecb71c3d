// Each reads the counter, gives way, and writes what it had read plus one.
#include <memory>

#include "python.h"

namespace oracle_29 {

void add(const std::shared_ptr<int>& counter, int times) {
    for (int i = 0; i < times; ++i) {
        const int seen = *counter;
        green::sleep();
        *counter = seen + 1;
    }
}

void program() {
    const auto counter = std::make_shared<int>(0);
    green::joinall({green::spawn(add, counter, 4), green::spawn(add, counter, 4), green::spawn(add, counter, 4)});
    python::print("expected 12, got", *counter);
}

}  // namespace oracle_29
