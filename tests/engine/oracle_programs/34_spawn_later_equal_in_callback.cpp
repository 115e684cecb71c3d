// The same delay asked for in a pass: each start reads the clock anew.
#include <memory>

#include "python.h"

namespace oracle_34 {

using namespace std::chrono_literals;

using Order = std::shared_ptr<std::vector<int>>;

void note(const Order& order, int n) { order->push_back(n); }

// Recordings call a value that shows an address by its type.
struct list {
    std::vector<green::Greenlet> greenlets;
};

list spawner(const Order& order) {
    list spawned;
    for (int n = 0; n < 5; ++n) spawned.greenlets.push_back(green::spawn_later(50ms, note, order, n));
    return spawned;
}

void program() {
    const auto order = std::make_shared<std::vector<int>>();
    green::joinall(green::spawn(spawner, order).get<list>().greenlets);
    python::print(*order);
}

}  // namespace oracle_34
