// Main waits for what cannot come: LoopExit, and only in main. A queue stands for the recording's event;
// whoever waits for its item is woken by one callback just so.
#include "python.h"

namespace oracle_95 {

using namespace std::chrono_literals;

using Items = green::Queue<int>;

void stuck(Items never, const char* name) {
    python::print(name, "waits");
    never.get();
}

void program() {
    Items never;
    try {
        never.get();
    } catch (const green::LoopExit& error) {
        python::print("LoopExit:", error.what());
    }

    const std::vector<green::Greenlet> gs{green::spawn(stuck, never, "a"), green::spawn(stuck, never, "b")};
    try {
        green::joinall(gs);
    } catch (const green::LoopExit&) {
        python::print("joinall: LoopExit", python::ready(gs));
    }
    try {
        Items().get();
    } catch (const green::LoopExit&) {
        python::print("get: LoopExit");
    }

    green::sleep(10ms);
    python::print("the hub still works");
    never.put(1);
    never.put(2);
    green::joinall(gs);
    python::print(python::ready(gs));
}

}  // namespace oracle_95
