// Running a program on the engine: the one door through which the application, the command line and
// the tests come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "guest.h"
#include "signals.h"
#include "trace/gate.h"
#include "trace/recipe.h"
#include "trace/recorder.h"

namespace green {

struct RunOptions {
    trace::ClockKind clock = trace::ClockKind::Virtual;
    std::uint64_t seed = 0;
    // Where the record goes; empty: nothing is recorded.
    trace::Recorder::Sink sink;
    // Where the lines of an interpreted program go; null: they are not recorded.
    std::shared_ptr<trace::LineFeed> lines{};
    // What the program prints, and the hub's error reports, as they come. May be empty. Called on the
    // engine's thread.
    std::function<void(std::string_view)> out;
    std::function<void(std::string_view)> err;
    // Signals for the run come through this; null: it gets only those that it raises itself.
    std::shared_ptr<Signals> incoming_signals{};
    // Of a program in another language; must outlive the run.
    Guest* guest = nullptr;
    // Of each greenlet's stack; 0: the engine's own measure.
    std::size_t stack_bytes = 0;
};

// A line of the program.
struct ErrorPlace {
    std::string file;
    int line = 0;
    bool operator==(const ErrorPlace&) const = default;
};

struct RunResult {
    enum class Ending { Done, MainRaised, Stopped };
    Ending ending = Ending::Done;
    int exit_code = 0;  // as DESIGN's contract: 0 done, 1 main raised; SystemExit's; 128 and the signal's number (2 for
                        // KeyboardInterrupt)
    std::string error;  // "Type: message" of what left main
    std::vector<std::string> why{};  // of a LoopExit: who waited for whom
    // Where in the program what left main was raised, if its language tells.
    std::optional<ErrorPlace> error_place{};
};

// Runs `program` as the main greenlet of a new hub on the calling thread, until it returns, raises or
// the gate says stop. Greenlets that are then unfinished are abandoned as gevent does (rule R70): they
// get no GreenletExit, their C++ objects are destroyed, and nothing that they still do is recorded or
// printed. At most one run at a time on a thread. Throws std::bad_alloc or std::system_error where
// memory, stacks or descriptors run out before the program begins.
RunResult run(const std::function<void()>& program, trace::Gate& gate, RunOptions options);

}  // namespace green
