// The verbs of the command line, each with what was asked for. All return the exit code and throw
// Problem or BrokenPipe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct ListOptions {
    bool json = false;
};
int listVerb(const ListOptions& options);

// What stands after "--": arguments of the Python program.
using ProgramArguments = std::vector<std::string>;

struct RunVerbOptions {
    std::string program;
    ProgramArguments arguments{};
    std::string language;
    std::string clock;
    std::string seed;
    std::string save;
};
int runVerb(const RunVerbOptions& options);

struct TraceOptions {
    std::string source;
    ProgramArguments arguments{};
    std::string language;
    std::string format;
    std::string output;
};
int traceVerb(const TraceOptions& options);

struct ExportVerbOptions {
    std::string source;
    ProgramArguments arguments{};
    std::string language;
    std::string output;
    std::string size;
    std::string axis;
    std::string from;
    std::string to;
    std::string theme;
};
int exportVerb(const ExportVerbOptions& options);

struct LoadOptions {
    std::string url;
    std::string requests;
    std::string atOnce;
    bool keep = false;
    bool json = false;
};
int loadVerb(const LoadOptions& options);

struct WindowOptions {
    std::string source;  // empty: the last example, or the first
    ProgramArguments arguments{};
};
int windowVerb(const WindowOptions& options);

}  // namespace app
