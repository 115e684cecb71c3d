// What greenlets say of themselves: made, started,
// running, over.
#include <green.h>

using namespace std::chrono_literals;
using green::Greenlet, green::to_repr;

const char* win() {
    green::sleep(30ms);
    return "you win";
}

void fail() {
    green::sleep(60ms);
    throw green::ValueError("you fail");
}

void show(const char* when, Greenlet winner,
          Greenlet loser) {
    green::print("{}", when);
    for (auto [name, g] : {std::pair("winner", winner),
                           std::pair("loser", loser)}) {
        auto error = g.exception();
        green::print("  {} started {} ready {}"
                     " successful {}", name,
                     to_repr(g.started()),
                     to_repr(g.ready()),
                     to_repr(g.successful()));
        green::print("    value {} exception {}",
            g.value_repr(),
            error ? green::message_of(error) : "None");
    }
}

void program() {
    auto winner = green::make_greenlet(win);
    auto loser = green::make_greenlet(fail);
    show("made", winner, loser);
    winner.start();
    loser.start();
    show("started", winner, loser);
    green::sleep(10ms);
    show("running", winner, loser);
    green::joinall({winner});
    show("one is over", winner, loser);
    green::joinall({loser});
    show("both are over", winner, loser);
}
