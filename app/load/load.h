// Many requests to an HTTP server, several at a time: what ab does. Each of those who ask is a greenlet of a run of its
// own, so a server that runs on the engine is best asked from another process.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trace/gate.h"

namespace app {

struct LoadPlan {
    std::string url;
    std::uint64_t requests = 10'000;
    unsigned atOnce = 100;
    // Each of those who ask has one connection as long as the server keeps it; else a connection for each request.
    bool keepsConnections = false;
    // For an answer.
    std::chrono::nanoseconds patience = std::chrono::seconds(30);
};

struct LoadResult {
    std::uint64_t answered = 0;  // whatever the answer was
    std::uint64_t refused = 0;   // of those: with a status of 400 or more
    std::uint64_t failed = 0;    // no answer, or not a whole one
    std::string failure;         // of the first that failed, for people
    std::uint64_t bytes = 0;     // of all bodies
    std::chrono::nanoseconds time{0};
    std::vector<std::chrono::nanoseconds> times;  // of each that was answered, the shortest first
    bool stopped = false;                         // by the gate, before all was sent

    double perSecond() const;
    // How long the fastest `percent` of 100 took at most, 1 to 100. Zero if nothing was answered.
    std::chrono::nanoseconds within(unsigned percent) const;
};

// Sends them, on the calling thread, which must have no run. `progress` is told a few times a second how many are done.
// Gives up where nobody has answered after as many failures as are sent at once; `gate` may end it at any time. Throws
// green::ValueError for what is no URL of HTTP.
LoadResult sendLoad(const LoadPlan& plan, green::trace::Gate& gate,
                    const std::function<void(std::uint64_t done)>& progress);

}  // namespace app
