// Waiting until one descriptor is ready. Engine's thread only.
#pragma once

#include "trace/source_location.h"

#include "hub/timeout.h"

namespace green {

// Until `descriptor` can be read (or is at its end), or written. Throws the Timeout that the limit is;
// std::system_error (EBADF) for what is not open.
void wait_read(int descriptor, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());
void wait_write(int descriptor, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
