// One greenlet: when it starts, and who runs while
// it naps.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

std::string guest() {
    green::print("guest: here I am");
    green::sleep(100ms);
    green::print("guest: had a nap");
    return "cake";
}

void program() {
    auto greenlet = green::spawn(guest);
    green::print("main: spawned, and still alone");
    greenlet.join();
    green::print("main: the guest brought {}",
                 greenlet.value<std::string>());
}
