// What a greenlet that returned says of itself, and one that raised.
#include "python.h"

namespace oracle_07 {

std::string win() { return "you win"; }

void fail() { throw python::Exception("you fail at failing"); }

void program() {
    const auto winner = green::spawn(win);
    const auto loser = green::spawn(fail);
    python::print(winner.started(), loser.started());
    green::joinall({winner, loser});
    python::print(winner.value<std::string>(), loser.value_repr());
    python::print(winner.ready(), loser.ready());
    python::print(winner.successful(), loser.successful());
    python::print(python::exception_text(winner), "/", python::exception_text(loser));
    python::print(winner.started(), loser.started());
}

}  // namespace oracle_07
