// Python as the application uses it. Tests put their own in its place.
#pragma once

#include <functional>

#include "python/python_program.h"

namespace app {

struct Interpreter {
    // As green::python::run and interrupt. Null: Python programs can be shown, but not run.
    std::function<green::RunResult(const green::python::PythonProgram&, green::trace::Gate&, green::RunOptions)> run;
    std::function<void()> interrupt;

    explicit operator bool() const { return static_cast<bool>(run); }
    // The one of this build.
    static Interpreter ofBuild();
};

}  // namespace app
