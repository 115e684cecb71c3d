// select.select of the gevent way: waits for descriptors without stopping anybody else (rule R66).
#pragma once

#include <string>
#include <vector>
#include "trace/source_location.h"

#include "hub/timeout.h"

namespace green {

struct Selected {
    std::vector<int> read;
    std::vector<int> write;
    std::vector<int> error;
};
// As Python shows the three lists: "([], [], [])".
std::string repr(const Selected& selected);

// Which of the descriptors can be read or written, asked first without waiting; then it waits until
// one can, or the limit is over (then: none). `error` is looked at only in that first question. Throws
// std::invalid_argument for a negative time, std::system_error for a descriptor that is not open.
Selected select(const std::vector<int>& read, const std::vector<int>& write, const std::vector<int>& error,
                TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
