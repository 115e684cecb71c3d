// joinall that raises the first error to arrive.
#include "python.h"

namespace oracle_51 {

using namespace std::chrono_literals;

int ok(int n) {
    green::sleep(n * 20ms);
    python::print("ok", n);
    return n;
}

void bad(int n) {
    green::sleep(n * 20ms);
    throw python::ValueError("bad " + std::to_string(n));
}

void program() {
    const std::vector<green::Greenlet> gs{green::spawn(ok, 1), green::spawn(bad, 4), green::spawn(bad, 2),
                                          green::spawn(ok, 3)};
    try {
        green::joinall(gs, {.raise_error = true});
    } catch (const python::ValueError& error) {
        python::print("caught", error.what());
    }
    python::print(python::ready(gs));
    green::joinall(gs);
    std::vector<bool> successful;
    for (const auto& g : gs) successful.push_back(g.successful());
    python::print(successful);
}

}  // namespace oracle_51
