// Raw links run in the hub, in order; unlink takes one away.
#include "python.h"

namespace oracle_57 {

using Link = green::RawLink<green::Greenlet>;

int work() {
    python::print("working");
    return 1;
}

bool in_hub() { return green::getcurrent() == green::get_hub(); }

void program() {
    auto g = green::spawn(work);
    const Link three([](const green::Greenlet&) { python::print("never printed"); });
    g.rawlink([=](green::Greenlet source) {
        python::print("one, in the hub:", in_hub());
        source.unlink(three);
    });
    g.link([](const green::Greenlet&) { python::print("spawned, in the hub:", in_hub()); });
    g.rawlink([](green::Greenlet source) {
        python::print("two");
        source.rawlink([](const green::Greenlet&) { python::print("four"); });
    });
    g.rawlink(three);
    g.join();
    python::print("joined");
    green::sleep();
}

}  // namespace oracle_57
