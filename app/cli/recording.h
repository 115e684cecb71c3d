// A run's record for the verbs that need one: from an example, which is run for it, or from a file.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "examples.h"
#include "run.h"
#include "trace/store.h"

namespace app {

// The example of that name. Throws Problem(exitUsage) that names what there is, and `also`.
const tutorial::Example& exampleNamed(std::string_view name, std::string_view also);
inline constexpr std::string_view orRecording = ", or a file that ends in .gscope";

enum class SourceKind { Example, Recording };
// By the ending of the name. Throws Problem(exitUsage) for kinds that are not built yet.
SourceKind kindOf(const std::string& name);

struct RunRequest {
    const tutorial::Example* example = nullptr;
    green::trace::ClockKind clock = green::trace::ClockKind::Virtual;
    std::uint64_t seed = 0;
    bool record = true;
    // May be empty.
    std::function<void(std::string_view)> out;
    std::function<void(std::string_view)> err;
};

struct FinishedRun {
    std::shared_ptr<green::trace::TraceStore> store;  // null if nothing was to be recorded
    green::RunResult result;
    bool interrupted = false;  // by Ctrl-C; the record ends there
};

// Runs on the calling thread. What `out` throws ends the run and is thrown. Throws Problem(exitFile)
// where the record outgrows the memory that it may take.
FinishedRun runExample(const RunRequest& request);

// The record of an example on the virtual clock, or what is whole of a recording. Throws Problem. Says
// on stderr what is damaged in a file, and then sets `damaged`.
std::shared_ptr<green::trace::TraceStore> recordOf(const std::string& name, bool& damaged);

}  // namespace app
