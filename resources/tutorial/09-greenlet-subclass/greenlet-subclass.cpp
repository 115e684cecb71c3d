// A class of greenlets: what one does, and what it
// knows, together.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

struct Greeter {
    std::string message;
    std::chrono::milliseconds delay;
    int said = 0;

    int run() {
        while (said < 2) {
            green::sleep(delay);
            ++said;
            green::print("{} {}", message, said);
        }
        return said;
    }
};

void program() {
    auto ann =
        green::make_greenlet(Greeter{"hello", 30ms});
    auto bob =
        green::make_greenlet(Greeter{"good day", 50ms});
    ann.start();
    bob.start();
    ann.join();
    bob.join();
    green::print("said {} and {}", ann.value<int>(),
                 bob->said);
}
