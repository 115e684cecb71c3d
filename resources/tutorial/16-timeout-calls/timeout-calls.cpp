// Limits for single calls, and the trap in start().
#include <green.h>
#include <string>

using namespace std::chrono_literals;
using green::Timeout;

std::string slow() {
    green::sleep(250ms);
    return "done";
}

void program() {
    auto one = green::spawn(slow);
    one.join(100ms);
    green::print("join came back, ready: {}",
                 green::to_repr(one.ready()));

    try {
        one.get(100ms);
    } catch (const Timeout& expired) {
        green::print("get raised: {}", expired.message());
    }

    green::print("{}", green::with_timeout(
        Timeout(100ms), slow, std::string("gave up")));

    auto timer = (Timeout(100ms).start(), std::nullopt);
    green::print("start() returned {}",
                 green::to_repr(timer));
    auto two = green::spawn(slow);
    try {
        two.join(timer);
    } catch (const Timeout& expired) {
        green::print("a stray timer fired: {}",
                     expired.message());
    }
    green::print("{}", two.get<std::string>());
}
