// What a session runs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "examples.h"
#include "run.h"
#include "session/interpreter.h"
#include "trace/recipe.h"

namespace app {

struct Program {
    green::trace::Recipe recipe;
    std::function<green::RunResult(green::trace::Gate&, green::RunOptions)> run;
    // Makes what the program computes or waits for end soon. Any thread, also when it has ended; may be null.
    std::function<void()> interrupt{};
};

// `example` in C++ as a program, with the version of this build in its recipe.
Program programOf(const tutorial::Example& example, green::trace::ClockKind clock = green::trace::ClockKind::Virtual,
                  std::uint64_t seed = 0);
// A program in Python, to be run by `python`, which must be there.
Program programOf(green::python::PythonProgram program, std::string title,
                  green::trace::ClockKind clock = green::trace::ClockKind::Virtual, std::uint64_t seed = 0,
                  const Interpreter& python = Interpreter::ofBuild());

}  // namespace app
