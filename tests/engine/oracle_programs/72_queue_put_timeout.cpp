// A full queue: one putter gives up, the other gets its place in time.
#include "python.h"

namespace oracle_72 {

using namespace std::chrono_literals;

using Items = green::Queue<std::string>;

void putter(Items q, const std::string& item, std::chrono::milliseconds patience) {
    try {
        q.put(item, patience);
        python::print(item, "is in");
    } catch (const green::Full&) {
        python::print(item, "gave up");
    }
}

void program() {
    Items q(1);
    q.put("first");
    const std::vector<green::Greenlet> gs{green::spawn(putter, q, "hasty", 20ms),
                                          green::spawn(putter, q, "patient", 200ms)};
    green::sleep(50ms);
    python::print("main takes", q.get());
    green::joinall(gs);
    const auto last = q.get();
    python::print("main takes", last, q.qsize());
}

}  // namespace oracle_72
