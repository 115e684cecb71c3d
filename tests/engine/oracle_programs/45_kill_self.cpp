// A greenlet that kills itself gets no further than that call.
#include "python.h"

namespace oracle_45 {

void suicide() {
    python::print("before");
    const python::Finally at_the_end([] { python::print("finally"); });
    green::getcurrent().kill();
    python::print("never printed");
}

void program() {
    auto g = green::spawn(suicide);
    g.join();
    python::print(g.ready(), g.value_repr());
}

}  // namespace oracle_45
