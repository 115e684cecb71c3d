// A program made by chance, run on the engine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "trace/store.h"

namespace invariants {

struct Outcome {
    std::vector<std::string> problems;  // none if all adds up
    std::shared_ptr<green::trace::TraceStore> store;
};

// The same seed makes the same program, which runs in the same way.
Outcome run_program(std::uint64_t seed);

}  // namespace invariants
