// The command line: understands it, does what it asks for, and turns everything that goes wrong into
// one line on stderr and an exit code.
#pragma once

namespace app {

int runCommandLine(int argc, const char* const* argv);

}  // namespace app
