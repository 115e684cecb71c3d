// Two may be in the kitchen at a time.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

using Kitchen = green::BoundedSemaphore;

void by_hand(Kitchen kitchen, std::string name) {
    kitchen.acquire();
    green::print("{} comes in, places left: {}", name,
                 kitchen.counter());
    green::sleep(20ms);
    kitchen.release();
    green::print("{} is out", name);
}

void by_with(const Kitchen& kitchen,
             std::string name) {
    {
        const green::With place(kitchen);
        green::print("{} comes in, places left: {}", name,
                     kitchen.counter());
        green::sleep(30ms);
    }
    green::print("{} is out", name);
}

void program() {
    Kitchen kitchen(2, "kitchen");

    green::joinall({
        green::spawn(green::named("ann"), by_hand,
                     kitchen, "ann"),
        green::spawn(green::named("ben"), by_with,
                     kitchen, "ben"),
        green::spawn(green::named("cleo"), by_hand,
                     kitchen, "cleo"),
        green::spawn(green::named("dan"), by_with,
                     kitchen, "dan"),
    });

    try {
        kitchen.release();
    } catch (const green::ValueError&) {
        green::print("nobody was in there to leave");
    }
}
