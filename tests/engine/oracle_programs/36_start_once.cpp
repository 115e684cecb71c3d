// A greenlet starts once; one that nobody starts stays as it is.
#include "python.h"

namespace oracle_36 {

using namespace std::chrono_literals;

std::string say(std::string word) {
    python::print(word);
    return word;
}

void program() {
    auto a = green::make_greenlet(say, "a");
    auto b = green::make_greenlet(say, "b");
    const auto c = green::make_greenlet(say, "c");
    python::print(a.started(), a.ready(), a.successful(), a.value_repr());
    a.start();
    a.start();
    b.start_later(30ms);
    b.start();
    green::joinall({a, b});
    a.start();
    green::sleep();
    python::print(a.value<std::string>(), b.value<std::string>(), c.value_repr(), c.ready());
}

}  // namespace oracle_36
