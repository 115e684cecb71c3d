// Why nothing can go on any more: who waits for whom. Engine's thread only.
#pragma once

#include <string>
#include <vector>

namespace green {

class GreenletCore;
class Hub;

// From `stuck` on, a line for each greenlet: what it waits for, and who would have to do something. The last one
// says how it ends: in a circle, or where nobody is left. Names are those of the run.
std::vector<std::string> explain_standstill(const Hub& hub, const GreenletCore& stuck);

}  // namespace green
