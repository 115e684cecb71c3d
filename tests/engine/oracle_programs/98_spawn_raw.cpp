// Raw greenlets: no links, no state, only a run in turn.
#include "python.h"

namespace oracle_98 {

using namespace std::chrono_literals;

void raw(const std::string& name) {
    python::print(name, "starts");
    green::sleep();
    python::print(name, "ends");
}

void failing() { throw python::ValueError("raw failure"); }

void sleeper() {
    const python::Finally goes([] { python::print("raw sleeper goes"); });
    green::sleep(10s);
}

void program() {
    const auto a = green::spawn(raw, std::string("greenlet a"));
    const auto r = green::spawn_raw(raw, std::string("raw 1"));
    const auto s = green::spawn_raw(failing);
    const auto b = green::spawn(raw, std::string("greenlet b"));
    python::print(r.dead(), s.dead());
    green::joinall({a, b});
    python::print(r.dead(), s.dead());
    const auto k = green::spawn_raw(sleeper);
    green::sleep();
    green::kill(k);
    python::print("asked to die", k.dead());
    green::sleep();
    python::print(k.dead());
}

}  // namespace oracle_98
