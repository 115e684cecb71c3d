// What became of a load, in words and for programs.
#pragma once

#include <string>

#include "load/load.h"

namespace app {

// Several lines, as a terminal shows them.
std::string loadText(const LoadPlan& plan, const LoadResult& result);
// The same as one line of JSON. Times are in seconds.
std::string loadJson(const LoadPlan& plan, const LoadResult& result);

}  // namespace app
