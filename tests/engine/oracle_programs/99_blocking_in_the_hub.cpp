// A raw link runs in the hub: it may not block, but what needs no waiting works.
#include "python.h"

namespace oracle_99 {

using namespace std::chrono_literals;

using Items = green::Queue<int>;

void sleep(std::chrono::milliseconds time) { green::sleep(time); }

void putter(Items q, int n) {
    q.put(n);
    python::print("putter", n, "done");
}

void blocking(const green::Greenlet&) {
    python::print("raw link tries to sleep");
    green::sleep(10ms);
    python::print("never printed");
}

void program() {
    Items q(1);
    const auto taking = [q](const green::Greenlet&) mutable {
        try {
            for (;;) python::print("raw link took", q.get_nowait());
        } catch (const green::Empty&) {
            python::print("raw link found no more");
        }
    };
    const auto filling = [q](const green::Greenlet&) mutable {
        try {
            for (int n = 0; n < 3; ++n) {
                q.put_nowait(n);
                python::print("raw link put", n);
            }
        } catch (const green::Full&) {
            python::print("raw link: Full");
        }
    };
    auto g = green::spawn(oracle_99::sleep, 20ms);
    const std::vector<green::Greenlet> gs{green::spawn(putter, q, 1), green::spawn(putter, q, 2),
                                          green::spawn(putter, q, 3)};
    g.rawlink(blocking);
    g.rawlink(taking);
    g.rawlink(filling);
    g.join();
    python::print("joined", q.qsize());
    green::joinall(gs);
}

}  // namespace oracle_99
