// The examples of the tutorial: each a folder under resources/tutorial, compiled in and shown. The
// table is made by CMake from the folders.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "trace/recipe.h"

namespace tutorial {

struct Example {
    std::string_view id;            // "bounded-queue"
    std::string_view name;          // "Bounded queue"
    std::string_view title;         // "A queue of three holds the boss back"
    std::string_view chapter;       // the tutorial's heading: "Queues"
    std::string_view summary;       // one sentence
    std::string_view file;          // "bounded-queue.cpp": what sites and the source view call it
    std::string_view source;        // the text of the program
    void (*program)();              // to be run by green::run
    std::string_view pythonFile;    // "bounded-queue.py"; empty where it is there in C++ alone
    std::string_view pythonSource;  // the same program in Python
    std::string_view guide;         // its guide.md, head and all
    bool repeatable;  // the same record each time on the virtual clock; not where others have a part in it

    bool isInPython() const { return !pythonFile.empty(); }
};

// In the order of the tutorial.
std::span<const Example> examples();

// Null if there is none.
const Example* find(std::string_view id);

// The recipe of a run of `example` in C++.
green::trace::Recipe recipe(const Example& example, green::trace::ClockKind clock, std::uint64_t seed);

}  // namespace tutorial
