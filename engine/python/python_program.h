// Programs in Python: CPython as a guest of the engine. Its greenlets are the engine's, its package `gevent` is a
// thin face of the engine. No other header of this folder is for the application.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "run.h"
#include "trace/gate.h"

namespace green::python {

struct PythonProgram {
    std::string file_name;                 // as sites and tracebacks name it
    std::string text;                      // the bytes of the file
    std::vector<std::string> arguments{};  // sys.argv[1:]
    std::string directory{};               // put first into sys.path; absolute, or empty if there is no file
    // input(): the prompt has been written already. Returns a line without its end; nothing: EOFError. On the
    // engine's thread; may block, but must return soon when the run is interrupted. Null: input() is refused.
    std::function<std::optional<std::string>(std::string_view prompt)> input{};

    // As sys.argv[0] and __file__ name it.
    std::string path() const { return directory.empty() ? file_name : directory + '/' + file_name; }
};

// Whether this build can run Python programs.
bool available();

// As green::run, with the program's text as main. One at a time in a process. Throws std::runtime_error if this
// build has no Python, or another program runs.
RunResult run(const PythonProgram& program, trace::Gate& gate, RunOptions options);

// Makes what Python computes now, or the call of the system that it waits in, end with an exception, soon. To be
// repeated while the program swallows that. Ask the gate to stop first. Any thread; nothing happens where no
// program runs.
void interrupt();

}  // namespace green::python
