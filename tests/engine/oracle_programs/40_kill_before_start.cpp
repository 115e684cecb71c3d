// Killed before its first turn: it never gets one, but whoever is linked hears of it.
#include "python.h"

namespace oracle_40 {

using namespace std::chrono_literals;

void never() { python::print("never printed"); }

void seen(const green::Greenlet& source) {
    python::print("link saw", source.value_repr(), python::exception_text(source));
}

void program() {
    auto g = green::spawn(never);
    g.rawlink(seen);
    g.kill();
    python::print(g.started(), g.ready(), g.successful(), g.value_repr(), g.dead());

    auto h = green::spawn(never);
    h.kill(std::make_exception_ptr(python::ValueError("no")), false);
    h.rawlink(seen);
    python::print(h.ready(), h.successful(), h.value_repr(), python::exception_repr(h));

    auto unstarted = green::make_greenlet(never);
    unstarted.kill();
    unstarted.start();
    python::print(unstarted.ready(), unstarted.value_repr());

    auto later = green::spawn_later(10ms, never);
    later.kill();
    python::print("main sleeps");
    green::sleep(30ms);
    python::print("main ends");
}

}  // namespace oracle_40
