// What was put for somebody who waits can be taken by somebody who passes.
#include "python.h"

namespace oracle_75 {

using Items = green::Queue<std::string>;

void blocked(Items q) { python::print("blocked got", q.get()); }

void thief(Items q) {
    q.put("a");
    python::print("thief took", q.get());
    green::sleep();
    q.put("b");
    python::print("thief left b");
}

void program() {
    Items q;
    green::joinall({green::spawn(blocked, q), green::spawn(thief, q)});
}

}  // namespace oracle_75
