// Three ways to make a greenlet of a function.
#include <green.h>

using namespace std::chrono_literals;
using green::Greenlet;

void say(const char* message,
         std::chrono::milliseconds delay) {
    green::sleep(delay);
    green::print("{}", message);
}

void program() {
    auto one = Greenlet::spawn(say, "hello", 50ms);
    auto two = green::spawn(say, "still here", 100ms);
    auto three =
        green::spawn([](int x) { return x + 1; }, 2);
    green::print("three greenlets, and none has run");

    green::joinall({one, two, three});
    green::print("values: {} {} {}", one.value_repr(),
                 two.value_repr(), three.value_repr());
}
