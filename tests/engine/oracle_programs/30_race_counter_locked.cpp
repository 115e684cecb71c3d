// Each reads the counter, gives way, and writes what it had read plus one: with a lock nothing is lost.
#include <memory>

#include "python.h"

namespace oracle_30 {

struct Counter {
    int value = 0;
    green::Semaphore lock{1};
};

void add(const std::shared_ptr<Counter>& counter, const char* name, int times) {
    for (int i = 0; i < times; ++i) {
        const green::With with(counter->lock);
        const int seen = counter->value;
        green::sleep();
        counter->value = seen + 1;
        python::print(name, "wrote", counter->value);
    }
}

void program() {
    const auto counter = std::make_shared<Counter>();
    green::joinall(
        {green::spawn(add, counter, "a", 3), green::spawn(add, counter, "b", 3), green::spawn(add, counter, "c", 3)});
    python::print("expected 9, got", counter->value);
}

}  // namespace oracle_30
