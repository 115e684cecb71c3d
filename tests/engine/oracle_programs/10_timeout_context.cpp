// A block with a limit that raises a class of the program's.
#include "python.h"

namespace oracle_10 {

using namespace std::chrono_literals;

struct TooLong : std::exception {};

void program() {
    try {
        const green::Timeout::Scope limit(green::Timeout(50ms, TooLong{}));
        green::sleep(500ms);
        python::print("never printed");
    } catch (const TooLong&) {
        python::print("too long");
    }
    const green::Timeout::Scope limit(green::Timeout(500ms, TooLong{}));
    green::sleep(50ms);
    python::print("quick enough");
}

}  // namespace oracle_10
