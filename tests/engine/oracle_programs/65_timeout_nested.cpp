// Two limits, one inside the other: each block knows its own.
#include "python.h"

namespace oracle_65 {

using namespace std::chrono_literals;

void trial(std::chrono::milliseconds outer_limit, std::chrono::milliseconds inner_limit) {
    const green::Timeout::Scope outer{green::Timeout(outer_limit)};
    const green::Timeout inner(inner_limit);
    try {
        const green::Timeout::Scope scope(inner);
        green::sleep(1s);
    } catch (const green::Timeout& caught) {
        python::print("inner block: is inner", caught == inner, "is outer", caught == outer.timeout());
        if (caught != inner) throw;
    }
    green::sleep(10ms);
    python::print("still inside the outer one");
}

void program() {
    for (const auto& [outer, inner] : {std::pair(80ms, 30ms), std::pair(30ms, 80ms)}) {
        try {
            trial(outer, inner);
            python::print("both left");
        } catch (const green::Timeout& caught) {
            python::print("outer expired:", caught.message());
        }
    }
}

}  // namespace oracle_65
