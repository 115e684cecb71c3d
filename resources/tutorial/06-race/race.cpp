// Three greenlets add to one counter: they read it,
// give way, write.
#include <green.h>

using namespace std::chrono_literals;

int counter;

void add(const char* name) {
    for (int i = 0; i < 2; ++i) {
        int seen = counter;
        green::sleep(0s);
        counter = seen + 1;
        green::print("{} read {} and wrote {}", name,
                     seen, counter);
    }
}

void program() {
    counter = 0;
    green::joinall({
        green::spawn(green::named("ann"), add, "ann"),
        green::spawn(green::named("bea"), add, "bea"),
        green::spawn(green::named("cid"), add, "cid"),
    });
    green::print("expected 6, got {}", counter);
}
