#include "session/program.h"

#include "version.h"

namespace app {

Program programOf(const tutorial::Example& example, green::trace::ClockKind clock, std::uint64_t seed) {
    Program program{tutorial::recipe(example, clock, seed), example.program};
    if (program.recipe.version.empty()) program.recipe.version = version;
    return program;
}

}  // namespace app
