// An AsyncResult as the target of a link, and as a source of links.
#include "python.h"

namespace oracle_86 {

using Number = green::AsyncResult<int>;
using Text = green::AsyncResult<std::string>;

int good() {
    green::sleep();
    return 42;
}

int bad() { throw python::ValueError("no result"); }

void waiter(Number result, const std::string& name) {
    try {
        python::print(name, "got", result.get());
    } catch (const python::ValueError& error) {
        python::print(name, "caught", error.what());
    }
}

void program() {
    Number one;
    Number two;
    const std::vector<green::Greenlet> gs{green::spawn(waiter, one, std::string("one")),
                                          green::spawn(waiter, two, std::string("two"))};
    green::spawn(good).link(one);
    green::spawn(bad).link(two);
    one.rawlink([](const Number& result) { python::print("raw link of one:", result.value()); });
    green::joinall(gs);

    Text three;
    three.rawlink([](const Text& result) { python::print("first", *result.value()); });
    three.rawlink([](const Text& result) { python::print("second", *result.value()); });
    three.set("x");
    python::print("set");
    green::sleep();
    three.rawlink([](const Text& result) { python::print("third", *result.value()); });
    green::sleep();
}

}  // namespace oracle_86
