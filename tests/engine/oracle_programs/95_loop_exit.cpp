// Main waits for what cannot come: LoopExit, and only in main.
#include "python.h"

namespace oracle_95 {

using namespace std::chrono_literals;

void stuck(green::Event never, const char* name) {
    python::print(name, "waits");
    never.wait();
}

void program() {
    green::Event never;
    try {
        never.wait();
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
        green::Queue<int>().get();
    } catch (const green::LoopExit&) {
        python::print("get: LoopExit");
    }

    green::sleep(10ms);
    python::print("the hub still works");
    never.set();
    green::joinall(gs);
    python::print(python::ready(gs));
}

}  // namespace oracle_95
