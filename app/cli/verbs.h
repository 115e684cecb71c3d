// The verbs of the command line, each with what was asked for. All return the exit code and throw
// Problem or BrokenPipe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace app {

struct ListOptions {
    bool json = false;
};
int listVerb(const ListOptions& options);

struct RunVerbOptions {
    std::string program;
    std::string language;
    std::string clock;
    std::string seed;
    std::string save;
};
int runVerb(const RunVerbOptions& options);

struct TraceOptions {
    std::string source;
    std::string language;
    std::string format;
    std::string output;
};
int traceVerb(const TraceOptions& options);

struct ExportVerbOptions {
    std::string source;
    std::string language;
    std::string output;
    std::string size;
    std::string axis;
    std::string from;
    std::string to;
    std::string theme;
};
int exportVerb(const ExportVerbOptions& options);

struct WindowOptions {
    std::string source;  // empty: the last example, or the first
};
int windowVerb(const WindowOptions& options);

}  // namespace app
