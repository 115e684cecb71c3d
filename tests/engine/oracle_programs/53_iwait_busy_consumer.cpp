// Greenlets end while the consumer of iwait is elsewhere: it finds them all when it comes back.
#include "python.h"

namespace oracle_53 {

using namespace std::chrono_literals;

int nap(int n) {
    green::sleep(n * 10ms);
    return n;
}

void program() {
    std::vector<green::Greenlet> gs;
    for (const int n : {3, 1, 2}) gs.push_back(green::spawn(nap, n));
    for (const auto& g : green::iwait(gs)) {
        python::print("got", g.value_repr());
        green::sleep(50ms);
    }
    python::print("done");
}

}  // namespace oracle_53
