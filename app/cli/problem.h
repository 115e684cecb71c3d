// What ends the command line early: one line for people, and the exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace app {

// A contract with scripts.
enum ExitCode {
    exitDone = 0,
    exitMainRaised = 1,  // or requests of a load failed
    exitUsage = 2,       // wrong usage, or a window without a display
    exitFile = 3,        // bad or unreadable input or output
    exitInterrupted = 130,
};

class Problem : public std::runtime_error {
public:
    Problem(ExitCode code, const std::string& line) : std::runtime_error(line), code_(code) {}
    ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

// Says it on stderr, in one line.
void report(const std::string& line);

}  // namespace app
