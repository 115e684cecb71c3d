// What a run was made of; with it the run can be made again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace green::trace {

enum class ClockKind : std::uint8_t {
    Virtual,  // jumps over waits: the same recipe gives the same events
    Real,     // follows the wall; pauses do not count
};

struct SourceFile {
    std::string name;  // as sites name it
    std::string text;
    bool operator==(const SourceFile&) const = default;
};

struct Recipe {
    std::string id;        // of the example: "bounded-queue"; or the program's file name
    std::string title;     // for people: "A queue of three holds the boss back"
    std::string language;  // "cpp" or "python"
    ClockKind clock = ClockKind::Virtual;
    std::uint64_t seed = 0;
    std::vector<SourceFile> sources;  // the first is the program
    std::string version;              // of the program that made the run
    bool operator==(const Recipe&) const = default;
};

}  // namespace green::trace
