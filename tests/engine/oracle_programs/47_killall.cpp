// Several at once: some run, one has ended, one never began.
#include "python.h"

namespace oracle_47 {

using namespace std::chrono_literals;

void worker(const std::string& n) {
    const python::Finally at_the_end([&] { python::print("worker", n, "goes"); });
    green::sleep(10s);
}

std::string quick() { return "quick"; }

void program() {
    std::vector<green::Greenlet> running;
    for (const char* n : {"0", "1", "2"}) running.push_back(green::spawn(worker, n));
    const auto done = green::spawn(quick);
    green::sleep();
    const auto fresh = green::spawn(worker, "fresh");
    auto all = running;
    all.push_back(done);
    all.push_back(fresh);
    green::killall(all);
    std::vector<std::string> reprs;
    for (const auto& g : running) reprs.push_back(g.value_repr());
    python::print(reprs, done.value<std::string>(), fresh.value_repr());

    std::vector<green::Greenlet> more;
    for (const char* n : {"a", "b"}) more.push_back(green::spawn(worker, n));
    green::sleep();
    green::killall(more, {.block = false});
    python::print(python::ready(more));
    green::joinall(more);
}

}  // namespace oracle_47
