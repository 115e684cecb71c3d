// An exception in a link is reported and the next link still runs.
#include "python.h"

namespace oracle_58 {

struct RuntimeError : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// Python shows a key as repr does.
struct KeyError : std::runtime_error {
    explicit KeyError(const std::string& key) : std::runtime_error(green::quoted(key)) {}
};

std::string work() { return "value"; }

void program() {
    auto g = green::spawn(work);
    g.rawlink([](const green::Greenlet&) { throw RuntimeError("raw link"); });
    g.link([](const green::Greenlet&) { throw KeyError("spawned link"); });
    g.rawlink([](const green::Greenlet& source) { python::print("last link got", source.value<std::string>()); });
    g.join();
    python::print("joined");
    green::sleep();
}

}  // namespace oracle_58
