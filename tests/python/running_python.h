// Runs a program in Python and keeps everything that a test can look at.
#pragma once

#include <string>

#include "python/python_program.h"
#include "running.h"

namespace running {

struct PythonOptions {
    Options run{};
    std::shared_ptr<green::trace::LineFeed> lines{};
    std::vector<std::string> arguments{};
    std::function<std::optional<std::string>(std::string_view)> input{};
};

inline Run run_python(const std::string& text, PythonOptions options = {}) {
    const green::python::PythonProgram program{
        .file_name = "program.py", .text = text, .arguments = options.arguments, .input = options.input};
    auto run = run_with(
        [&](green::trace::Gate& gate, green::RunOptions how) {
            how.lines = options.lines;
            return green::python::run(program, gate, std::move(how));
        },
        options.run);
    if (options.lines)
        for (auto& block : options.lines->take()) run.store->add_lines(std::move(block));
    return run;
}

}  // namespace running
