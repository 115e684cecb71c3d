// Runs an example that serves for as long as somebody is connected, and stays connected to it until the standard input
// ends:
//
//     kept_example ID
//
// Prints what the example prints; the first line has its address. Exits as it does.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

#include "examples.h"
#include "io/address.h"
#include "io/descriptor.h"
#include "run.h"

namespace {

// A connection that is there when this returns: the example has no moment in which it is without one.
green::Descriptor connect_to(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    const auto address = green::Address::parse(url.substr(url.find(scheme) + scheme.size()));
    green::Descriptor descriptor(::socket(address.system_family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(descriptor.number(), address.data(), address.size()) == 0) return descriptor;
    std::perror("connect");
    return {};
}

void wait_for_end_of_input() {
    std::array<char, 64> ignored{};
    while (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto* example = argc == 2 ? tutorial::find(argv[1]) : nullptr;
    if (!example) {
        std::fputs("usage: kept_example ID\n", stderr);
        return 2;
    }
    std::jthread keeper;
    green::trace::Gate open;
    green::RunOptions options;
    options.out = [&](std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
        if (keeper.joinable()) return;
        const auto line = text.substr(0, text.find('\n'));
        keeper = std::jthread([connection = connect_to(line)] { wait_for_end_of_input(); });
    };
    options.err = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); };
    return green::run(example->program, open, std::move(options)).exit_code;
}
