// get raises what the greenlet raised: the very exception, every time, in everybody.
#include "python.h"

namespace oracle_62 {

void bad() {
    green::sleep();
    throw python::LookupError("lost");
}

void asker(green::Greenlet b, int n) {
    try {
        b.get();
    } catch (const python::LookupError& error) {
        python::print("asker", n, "caught", error.what(), std::current_exception() == b.exception());
    }
}

void passing(green::Greenlet b) { b.get(); }

void program() {
    auto b = green::spawn(bad);
    green::joinall({green::spawn(asker, b, 1), green::spawn(asker, b, 2)});
    for (int i = 0; i < 2; ++i) {
        try {
            b.get();
        } catch (const python::LookupError& error) {
            python::print("main caught", error.what());
        }
    }
    auto p = green::spawn(passing, b);
    p.join();
    python::print(python::exception_repr(p), p.exception() == b.exception());
}

}  // namespace oracle_62
