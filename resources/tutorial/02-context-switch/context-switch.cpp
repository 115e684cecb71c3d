// Two greenlets hand the processor to each other
// with sleep(0).
#include <green.h>

using namespace std::chrono_literals;

void foo() {
    green::print("foo: first half");
    green::sleep(0s);
    green::print("foo: second half");
}

void bar() {
    green::print("bar: first half");
    green::sleep(0s);
    green::print("bar: second half");
}

void program() {
    green::joinall({
        green::spawn(foo),
        green::spawn(bar),
    });
    green::print("both done");
}
