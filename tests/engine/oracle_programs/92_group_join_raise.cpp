// Group.join with raise_error raises after everybody has ended.
#include "python.h"

namespace oracle_92 {

using namespace std::chrono_literals;

void work(int n) {
    green::sleep(n * 20ms);
    python::print("work", n, "ends");
    if (n == 2) throw python::ValueError("bad " + std::to_string(n));
}

void program() {
    green::Group group;
    for (const int n : {1, 2, 3}) group.spawn(work, n);
    try {
        group.join({}, true);
    } catch (const python::ValueError& error) {
        python::print("caught", error.what(), group.size());
    }
    python::print(group.join());
}

}  // namespace oracle_92
