// One end wakes everybody who waits for it, in the order in which they came.
#include "python.h"

namespace oracle_60 {

using namespace std::chrono_literals;

std::string target() {
    green::sleep(20ms);
    python::print("target ends");
    return "x";
}

void joiner(green::Greenlet t, int n) {
    t.join();
    python::print("joiner", n, "resumes");
}

void getter(green::Greenlet t, int n) { python::print("getter", n, "got", t.get<std::string>()); }

void program() {
    auto t = green::spawn(target);
    const std::vector<green::Greenlet> gs{green::spawn(joiner, t, 1), green::spawn(getter, t, 2),
                                          green::spawn(joiner, t, 3)};
    t.join();
    python::print("main resumes");
    green::joinall(gs);
}

}  // namespace oracle_60
