// select.poll of the gevent way: descriptors that are asked about again and again. Engine's thread only.
//
//     green::Poll poll;
//     poll.add(descriptor, POLLIN);
//     for (const auto& [ready, events] : poll.poll(100ms)) …
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <utility>
#include <vector>
#include "trace/source_location.h"

namespace green {

class Poll {
public:
    // POLLIN and POLLOUT; what else is asked for is ignored. Replaces what was asked before of the same one.
    void add(int descriptor, short events);
    void add(int descriptor);  // both
    // The same for one that was added. Throws std::system_error (ENOENT) for another.
    void modify(int descriptor, short events);
    // Throws std::out_of_range for one that was not added.
    void remove(int descriptor);

    // Waits until one of them is ready, or the time is over (negative or none: for ever), and returns all that are
    // found ready by then, each once, in the order of their numbers: POLLIN, POLLOUT, and POLLNVAL for what is not
    // open.
    std::vector<std::pair<int, short>> poll(std::optional<std::chrono::nanoseconds> timeout = {},
                                            trace::SourceLocation where = trace::SourceLocation::current()) const;

private:
    std::map<int, short> events_;
};

}  // namespace green
