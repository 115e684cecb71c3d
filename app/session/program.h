// What a session runs.
#pragma once

#include <cstdint>
#include <functional>

#include "examples.h"
#include "trace/recipe.h"

namespace app {

struct Program {
    green::trace::Recipe recipe;
    std::function<void()> body;  // for green::run
};

// `example` as a program, with the version of this build in its recipe.
Program programOf(const tutorial::Example& example, green::trace::ClockKind clock = green::trace::ClockKind::Virtual,
                  std::uint64_t seed = 0);

}  // namespace app
