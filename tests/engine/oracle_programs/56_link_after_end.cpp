// A link to a greenlet that has ended runs soon, but not at once.
#include "python.h"

namespace oracle_56 {

int work() { return 7; }

void program() {
    auto g = green::spawn(work);
    g.join();
    g.link([](const green::Greenlet& source) { python::print("link got", source.value<int>()); });
    g.rawlink([](const green::Greenlet& source) { python::print("rawlink got", source.value<int>()); });
    python::print("linked");
    green::sleep();
    python::print("after one round");
}

}  // namespace oracle_56
