// A lock that its holder may take again, and nobody
// else.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

void pay(const green::RLock& lock, std::string name,
         int amount) {
    const green::With holding(lock);
    green::print("{} pays {}", name, amount);
    green::sleep(10ms);
}

void go_shopping(const green::RLock& lock,
                 std::string name) {
    const green::With holding(lock);
    green::print("{} has the purse", name);
    pay(lock, name, 3);
    pay(lock, name, 5);
    green::print("{} gives it back", name);
}

void steal(green::RLock lock) {
    try {
        lock.release();
    } catch (const green::RuntimeError&) {
        green::print("only its holder can give it back");
    }
}

void program() {
    green::RLock lock("lock");
    green::joinall({
        green::spawn(green::named("ann"), go_shopping,
                     lock, "ann"),
        green::spawn(green::named("ben"), go_shopping,
                     lock, "ben"),
        green::spawn(steal, lock),
    });
}
