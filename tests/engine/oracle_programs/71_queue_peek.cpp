// peek waits for an item and leaves it where it is.
#include "python.h"

namespace oracle_71 {

using namespace std::chrono_literals;

using Items = green::Queue<std::string>;

void peeker(Items q, int n) { python::print("peeker", n, "sees", q.peek()); }

void getter(Items q) { python::print("getter takes", q.get()); }

void late_peeker(Items q) {
    try {
        python::print("late peeker sees", q.peek(30ms));
    } catch (const green::Empty&) {
        python::print("late peeker: Empty");
    }
}

void program() {
    Items q;
    const std::vector<green::Greenlet> gs{green::spawn(peeker, q, 1), green::spawn(peeker, q, 2),
                                          green::spawn(getter, q)};
    green::sleep();
    q.put("item");
    python::print("put");
    green::joinall(gs);
    python::print(q.qsize());
    green::spawn(late_peeker, q).join();
    try {
        q.peek_nowait();
    } catch (const green::Empty&) {
        python::print("nothing to peek at");
    }
}

}  // namespace oracle_71
