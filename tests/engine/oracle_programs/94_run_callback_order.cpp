// run_callback: first in, first out, together with spawn and sleep.
#include "python.h"

namespace oracle_94 {

void callback(const std::string& n) {
    python::print("callback", n, "in the hub:", green::getcurrent() == green::get_hub());
    if (n == "1") green::run_callback([] { callback("3"); });
}

void bad() { throw python::ValueError("callback failed"); }

void work(const std::string& name) {
    python::print(name, "starts");
    green::sleep();
    python::print(name, "ends");
}

void program() {
    const auto a = green::spawn(work, std::string("a"));
    green::run_callback([] { callback("1"); });
    auto cancelled = green::run_callback([] { callback("never"); });
    green::run_callback(bad);
    const auto b = green::spawn(work, std::string("b"));
    green::run_callback([] { callback("2"); });
    cancelled.stop();
    green::sleep();
    python::print("main");
    green::joinall({a, b});
}

}  // namespace oracle_94
