// What a session runs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "examples.h"
#include "python/python_program.h"
#include "run.h"
#include "trace/recipe.h"

namespace app {

struct Program {
    green::trace::Recipe recipe;
    std::function<green::RunResult(green::trace::Gate&, green::RunOptions)> run;
};

// `example` in C++ as a program, with the version of this build in its recipe.
Program programOf(const tutorial::Example& example, green::trace::ClockKind clock = green::trace::ClockKind::Virtual,
                  std::uint64_t seed = 0);
// A program in Python.
Program programOf(green::python::PythonProgram program, std::string title,
                  green::trace::ClockKind clock = green::trace::ClockKind::Virtual, std::uint64_t seed = 0);

}  // namespace app
