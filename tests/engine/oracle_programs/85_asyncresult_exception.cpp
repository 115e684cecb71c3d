// An exception as the result: get raises it, wait does not.
#include "python.h"

namespace oracle_85 {

using Text = green::AsyncResult<std::string>;

void getter(Text a, int n) {
    try {
        a.get();
    } catch (const python::LookupError& error) {
        python::print("getter", n, "caught", error.what());
    }
}

void waiter(Text a) { python::print("wait returned", a.wait()); }

std::string exception_of(const Text& a) {
    if (!a.exception()) return "None";
    return green::type_name(a.exception()) + "(" + green::quoted(green::message_of(a.exception())) + ")";
}

void program() {
    Text a;
    const std::vector<green::Greenlet> gs{green::spawn(getter, a, 1), green::spawn(waiter, a),
                                          green::spawn(getter, a, 2)};
    green::sleep();
    python::print(a.ready(), a.successful(), a.value(), exception_of(a));
    try {
        a.get_nowait();
    } catch (const green::Timeout&) {
        python::print("get_nowait: Timeout");
    }
    a.set_exception(python::LookupError("nothing there"));
    green::joinall(gs);
    python::print(a.ready(), a.successful(), a.value(), exception_of(a));
    try {
        a.get();
    } catch (const python::LookupError& error) {
        python::print("main caught", error.what());
    }
    a.set("late value");
    python::print("set afterwards:", a.get());
}

}  // namespace oracle_85
