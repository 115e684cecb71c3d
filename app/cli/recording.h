// A run's record for the verbs that need one: from an example, which is run for it, or from a file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "examples.h"
#include "run.h"
#include "session/program.h"
#include "trace/store.h"

namespace app {

enum class SourceKind { Example, Python, Recording };
// By the ending of the name.
SourceKind kindOf(const std::string& name);

// The example of that name. Throws Problem(exitUsage) that names what there is, and `also`.
const tutorial::Example& exampleNamed(std::string_view name, std::string_view also);
inline constexpr std::string_view orFile = ", or a file that ends in .py or .gscope";
inline constexpr std::string_view orProgram = ", or a file that ends in .py";

struct ProgramRequest {
    std::string name;      // of an example, or a Python program's file
    std::string language;  // "cpp", "python", or nothing: C++ for an example
    green::trace::ClockKind clock = green::trace::ClockKind::Virtual;
    std::uint64_t seed = 0;
    std::vector<std::string> arguments{};  // for a Python program's file
};
// Throws Problem: there is none, it can't be read, or not be run in that language.
Program programFor(const ProgramRequest& request);

// May be empty functions.
struct RunOutput {
    std::function<void(std::string_view)> out{};
    std::function<void(std::string_view)> err{};
};

struct FinishedRun {
    std::shared_ptr<green::trace::TraceStore> store;  // null if nothing was to be recorded
    green::RunResult result;
    bool interrupted = false;  // by Ctrl-C; the record ends there
};

// Runs on the calling thread; keeps a record if asked for. What `out` throws ends the run and is thrown. Throws
// Problem(exitFile) where the record outgrows the memory that it may take.
enum class Keep { Nothing, Record };
FinishedRun runProgram(const Program& program, const RunOutput& output, Keep keep);

// Throws Problem where there are arguments for what takes none.
void checkArguments(const std::string& name, const std::vector<std::string>& arguments);

// The record of a program, or what is whole of a recording, which has no other member than its name. Throws Problem.
// Says on stderr what is damaged in a file, and then sets `damaged`; and what the program does.
std::shared_ptr<green::trace::TraceStore> recordOf(const ProgramRequest& request, bool& damaged);

}  // namespace app
