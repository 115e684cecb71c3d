#include "cli/standard_output.h"

#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "cli/problem.h"

namespace app {

namespace {

// 0, or the error's number.
int writeAll(int descriptor, std::string_view text) noexcept {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

}  // namespace

void ignoreBrokenPipes() { std::signal(SIGPIPE, SIG_IGN); }

void writeOut(std::string_view text) {
    const auto error = writeAll(STDOUT_FILENO, text);
    if (error == EPIPE) throw BrokenPipe();
    if (error != 0) throw Problem(exitFile, std::string("standard output can't be written: ") + std::strerror(error));
}

void writeErr(std::string_view text) noexcept { writeAll(STDERR_FILENO, text); }

}  // namespace app
