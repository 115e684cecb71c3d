// Group.kill kills every member and waits for them.
#include "python.h"

namespace oracle_91 {

using namespace std::chrono_literals;

void sleeper(int n) {
    try {
        green::sleep(10s);
    } catch (const green::GreenletExit&) {
        python::print("sleeper", n, "cleans up");
        green::sleep(n * 20ms);
        python::print("sleeper", n, "is gone");
    }
}

void fresh() { python::print("never printed"); }

void program() {
    green::Group group;
    for (const int n : {3, 1, 2}) group.spawn(sleeper, n);
    green::sleep();
    group.spawn(fresh);
    python::print(group.size());
    group.kill();
    python::print(group.size());

    for (const int n : {1, 2}) group.spawn(sleeper, n);
    green::sleep();
    group.kill({.block = false});
    python::print("not blocking:", group.size());
    const bool in_time = group.join(30ms);
    python::print("join in time:", in_time, group.size());
    const bool at_last = group.join();
    python::print("join:", at_last, group.size());

    const auto one = group.spawn(sleeper, 1);
    group.spawn(sleeper, 2);
    green::sleep();
    group.killone(one);
    python::print("after killone", group.size(), group.contains(one));
    group.kill({.timeout = 10ms});
    python::print("kill gave up:", group.size());
}

}  // namespace oracle_91
