// Runners wait at a gate until the starter opens it.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

void starter(green::Event gate) {
    green::print("starter: on your marks");
    green::sleep(30ms);
    gate.set();
    green::print("starter: the gate is open");
}

void runner(green::Event gate, std::string name) {
    green::print("{} waits at the gate", name);
    gate.wait();
    green::print("{} runs", name);
}

void latecomer(green::Event gate) {
    green::sleep(50ms);
    gate.wait();
    green::print("the latecomer runs right through");
}

void program() {
    green::Event gate("gate");
    green::joinall({
        green::spawn(starter, gate),
        green::spawn(green::named("ann"), runner,
                     gate, "ann"),
        green::spawn(green::named("ben"), runner,
                     gate, "ben"),
        green::spawn(latecomer, gate),
    });
}
