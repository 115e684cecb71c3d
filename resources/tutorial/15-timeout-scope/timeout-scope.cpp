// A Timeout for a block of code, with an exception of
// our own.
#include <green.h>

using namespace std::chrono_literals;
using Limit = green::Timeout::Scope;
using green::Timeout;

struct TooLong : std::exception {};

void program() {
    try {
        const Limit limit(Timeout(50ms, TooLong()));
        green::sleep(200ms);
        green::print("never printed");
    } catch (const TooLong&) {
        green::print("slept too long");
    }

    {
        const Limit limit(Timeout(50ms, TooLong()));
        green::sleep(20ms);
        green::print("slept, and was in time");
    }

    {
        const Limit limit(Timeout(50ms, TooLong()));
        green::work(200ms);
        green::print("computed four times too long,"
                     " and nobody minded");
    }

    green::sleep(100ms);
    green::print("no limit is left behind");
}
