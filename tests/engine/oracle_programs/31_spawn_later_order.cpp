// Delays decide, not the order of the calls.
#include "python.h"

namespace oracle_31 {

using namespace std::chrono_literals;

void say(const char* word) { python::print(word); }

void program() {
    const std::vector<green::Greenlet> greenlets{
        green::spawn_later(60ms, say, "third"),
        green::spawn_later(20ms, say, "first"),
        green::spawn_later(40ms, say, "second"),
        green::spawn(say, "before all of them"),
    };
    std::vector<bool> started;
    for (const auto& greenlet : greenlets) started.push_back(greenlet.started());
    python::print(started, python::ready(greenlets));
    green::joinall(greenlets);
}

}  // namespace oracle_31
