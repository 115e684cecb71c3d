// iwait hands out greenlets in the order of their ends; with a limit it stops early.
#include "python.h"

namespace oracle_52 {

using namespace std::chrono_literals;

int nap(int n) {
    green::sleep(n * 20ms);
    return n;
}

std::vector<green::Greenlet> naps(std::initializer_list<int> lengths) {
    std::vector<green::Greenlet> gs;
    for (const int n : lengths) gs.push_back(green::spawn(nap, n));
    return gs;
}

void program() {
    for (const auto& g : green::iwait(naps({4, 2, 0, 3}))) python::print("ended", g.value_repr());

    const auto gs = naps({4, 1, 2});
    for (const auto& g : green::iwait(gs, {.timeout = 60ms})) python::print("in time", g.value_repr());
    green::joinall(gs);
}

}  // namespace oracle_52
