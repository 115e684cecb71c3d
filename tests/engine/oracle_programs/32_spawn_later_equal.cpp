// Delays asked for at one reading of the loop's clock have one deadline: the heap orders them.
#include <memory>

#include "python.h"

namespace oracle_32 {

using namespace std::chrono_literals;

using Order = std::shared_ptr<std::vector<int>>;

void note(const Order& order, int n) { order->push_back(n); }

void program() {
    const auto order = std::make_shared<std::vector<int>>();
    for (const int count : {2, 3, 5, 9}) {
        order->clear();
        green::sleep(10ms);
        std::vector<green::Greenlet> greenlets;
        for (int n = 0; n < count; ++n) greenlets.push_back(green::spawn_later(50ms, note, order, n));
        green::joinall(greenlets);
        python::print(count, *order);
    }
}

}  // namespace oracle_32
