// What the record says of a run's first object, as lines: who did what, then its items, front first, and in
// brackets who waits.
#pragma once

#include <string>
#include <vector>

#include "running.h"

namespace running {

std::vector<std::string> story(const Run& run);

}  // namespace running
