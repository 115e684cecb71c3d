// Killed with an exception of the program's: that is a failure, unless the victim swallows it.
#include "python.h"

namespace oracle_43 {

using namespace std::chrono_literals;

struct Stop : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void plain() { green::sleep(10s); }

std::string stubborn() {
    try {
        green::sleep(10s);
    } catch (const Stop& error) {
        python::print("stubborn swallowed", error.what());
    }
    return "survived";
}

void program() {
    auto a = green::spawn(plain);
    auto b = green::spawn(stubborn);
    green::sleep();
    a.kill(std::make_exception_ptr(Stop("one")));
    b.kill(std::make_exception_ptr(Stop("two")));
    python::print(a.successful(), python::exception_repr(a), a.value_repr());
    python::print(b.successful(), python::exception_repr(b), b.value<std::string>());
}

}  // namespace oracle_43
