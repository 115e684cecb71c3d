// What a queue does without ever blocking.
#include "python.h"

namespace oracle_70 {

void program() {
    green::Queue<int> q(2, {1});
    python::print(q.qsize(), q.qsize(), q.empty(), q.full(), true, *q.maxsize());
    q.put(2);
    python::print(q.full());
    try {
        q.put_nowait(3);
    } catch (const green::Full&) {
        python::print("Full");
    }
    const int first = q.get();
    python::print(first, q.get());
    try {
        q.get_nowait();
    } catch (const green::Empty&) {
        python::print("Empty");
    }
    try {
        q.get_nowait();
    } catch (const green::Empty&) {
        python::print("Empty at once");
    }
    python::print(q.qsize(), q.empty(), q.full());
}

}  // namespace oracle_70
