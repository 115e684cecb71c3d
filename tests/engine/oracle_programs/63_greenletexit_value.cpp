// GreenletExit is a value, not an error.
#include "python.h"

namespace oracle_63 {

void leave() { throw green::GreenletExit("bye"); }
green::GreenletExit returned() { return green::GreenletExit("gift"); }

void program() {
    auto a = green::spawn(leave);
    auto b = green::spawn(returned);
    a.link_value([](const green::Greenlet& source) { python::print("link_value", source.value_repr()); });
    a.link_exception([](const green::Greenlet&) { python::print("never printed"); });
    green::joinall({a, b});
    for (auto g : {a, b}) {
        g.get();
        python::print(g.successful(), g.value_repr(), python::exception_text(g), g.value_repr());
    }
}

}  // namespace oracle_63
