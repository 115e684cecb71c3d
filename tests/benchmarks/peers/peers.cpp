#include "benchmarks/peers/peers.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>

namespace bench {

namespace {

// Empty if it fails.
std::vector<double> figures_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    if (!pipe) return {};
    std::string text;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) text += static_cast<char>(c);
    std::istringstream stream(text);
    std::vector<double> figures;
    for (double figure = 0; stream >> figure;) figures.push_back(figure);
    return figures;
}

void say_once(bool& said, const char* what) {
    if (!said) std::printf("%s: left out\n", what);
    said = true;
}

}  // namespace

std::vector<double> go(const std::string& measurement) {
    static bool said = false;
    const std::string program = GREENSCOPE_GO_PEERS;
    auto figures =
        program.empty() ? std::vector<double>() : figures_of("GOMAXPROCS=1 '" + program + "' " + measurement);
    if (figures.empty()) say_once(said, "Go is not installed (golang-go)");
    return figures;
}

std::vector<double> gevent(const std::string& measurement) {
    static bool said = false;
    auto figures = figures_of("/usr/bin/python3 '" GREENSCOPE_GEVENT_PEERS "' " + measurement + " 2>/dev/null");
    if (figures.empty()) say_once(said, "gevent is not installed (python3-gevent)");
    return figures;
}

}  // namespace bench
