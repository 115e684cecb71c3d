// What the engine does with a generated program, in the form of its recording, and where the two part.
#pragma once

#include <string>

#include "program.h"

namespace generated {

// Runs it on the virtual clock.
std::string recording_of(const std::string& text);
// Where the engine does something else than was recorded; empty if it does not.
std::string difference(const Entry& entry);

}  // namespace generated
