// The same programs, of peers/peers.py, on our interpreter and on real gevent: processor time and memory.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "benchmarks/peers/peers.h"
#include "benchmarks/report.h"
#include "python/python_program.h"
#include "trace/feed.h"

namespace {

enum class Trace { Off, On };

std::vector<double> ours(const std::string& measurement, Trace trace) {
    std::ifstream file(GREENSCOPE_GEVENT_PEERS);
    green::python::PythonProgram program{.file_name = "peers.py",
                                         .text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}};
    std::istringstream words(measurement);
    for (std::string word; words >> word;) program.arguments.push_back(word);
    std::string printed;
    green::RunOptions options;
    options.clock = green::trace::ClockKind::Real;
    options.out = [&](std::string_view text) { printed += text; };
    options.err = [](std::string_view text) {
        std::fprintf(stderr, "%.*s", static_cast<int>(text.size()), text.data());
    };
    // Chunks are dropped as they come.
    if (trace == Trace::On) options.sink = [](std::shared_ptr<const green::trace::Chunk>) {};
    green::trace::Gate gate;
    green::python::run(program, gate, std::move(options));
    std::istringstream stream(printed);
    std::vector<double> figures;
    for (double figure = 0; stream >> figure;) figures.push_back(figure);
    return figures;
}

struct Measurement {
    const char* what;
    const char* name;
    double target = 0;
};

}  // namespace

int main() {
    constexpr Measurement all[] = {{"sleep(0), 2 greenlets", "yield-2", 0.15},
                                   {"sleep(0), 1,000 greenlets", "yield-1000", 0.15},
                                   {"spawn and join, one at a time", "spawn-one"},
                                   {"spawn and join, 100,000 at once", "spawn-many"},
                                   {"queue of 1, an item", "queue-1"},
                                   {"queue of 128, an item", "queue-128"}};
    for (const auto& measurement : all) {
        const auto peer = bench::gevent(measurement.name);
        for (const auto trace : {Trace::Off, Trace::On}) {
            const auto figures = ours(measurement.name, trace);
            if (figures.empty() || peer.empty()) continue;
            const auto what = std::string(measurement.what) + (trace == Trace::On ? ", traced" : "");
            bench::print({what, figures[0], "ns", "gevent", peer[0], measurement.target});
        }
    }
}
