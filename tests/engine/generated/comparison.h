// What the engine does with a generated program, in the form of its recording, and where the two part.
#pragma once

#include <string>

#include "program.h"
#include "running.h"

namespace generated {

// Runs it on the virtual clock.
std::string recording_of(const std::string& text);
// The same of a run that was made in another way.
std::string recording_of(const running::Run& run);
// Where the engine does something else than was recorded; empty if it does not.
std::string difference(const Entry& entry);
std::string difference(const Entry& entry, const std::string& recording);

}  // namespace generated
