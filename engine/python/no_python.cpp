// In the place of this folder's other files where the build has no Python that fits.
#include <stdexcept>

#include "python/python_program.h"

namespace green::python {

bool available() { return false; }

// NOLINTNEXTLINE(performance-unnecessary-value-param): as the other one
RunResult run(const PythonProgram&, trace::Gate&, RunOptions) {
    throw std::runtime_error("this build can't run Python programs: it was made without Python 3.11");
}

void interrupt() {}

}  // namespace green::python
