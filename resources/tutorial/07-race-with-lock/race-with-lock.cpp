// The same counter, but only who holds the lock may
// touch it.
#include <green.h>

using namespace std::chrono_literals;

int counter;

void add(const green::Semaphore& lock,
         const char* name) {
    for (int i = 0; i < 2; ++i) {
        const green::With holding(lock);
        int seen = counter;
        green::sleep(0s);
        counter = seen + 1;
        green::print("{} read {} and wrote {}", name,
                     seen, counter);
    }
}

void program() {
    counter = 0;
    green::Semaphore lock(1, "lock");
    green::joinall({
        green::spawn(green::named("ann"), add, lock,
                     "ann"),
        green::spawn(green::named("bea"), add, lock,
                     "bea"),
        green::spawn(green::named("cid"), add, lock,
                     "cid"),
    });
    green::print("expected 6, got {}", counter);
}
