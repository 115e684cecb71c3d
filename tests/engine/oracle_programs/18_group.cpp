// A Group tracks greenlets until they end.
#include "python.h"

namespace oracle_18 {

void talk(const std::string& name, int times) {
    for (int n = 0; n < times; ++n) {
        python::print(name, n);
        green::sleep();
    }
}

void program() {
    green::Group group;
    const auto g1 = green::spawn(talk, std::string("one"), 1);
    const auto g2 = green::spawn(talk, std::string("two"), 3);
    const auto g3 = green::spawn(talk, std::string("three"), 2);
    group.add(g1);
    group.add(g2);
    python::print(group.size(), group.contains(g1), group.contains(g3));
    python::print("joined:", group.join());
    python::print(group.size(), group.contains(g1), g3.ready());

    group.add(g3);
    python::print(group.size());
    group.join();
    python::print(group.size());
}

}  // namespace oracle_18
