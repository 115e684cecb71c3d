// gevent.os: reading and writing descriptors without holding anybody up. Engine's thread only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include "trace/source_location.h"

namespace green {

// What nb_read and nb_write need. False if it was so already. Throws std::system_error for what is not open.
bool make_nonblocking(int descriptor);

// The next bytes, at most so many, as soon as there are any; empty at the end. Throws std::system_error.
std::string nb_read(int descriptor, std::size_t most, trace::SourceLocation where = trace::SourceLocation::current());
// Writes the beginning, as much as there is room for, as soon as there is any. Returns how much that was. Throws
// std::system_error: EPIPE, and no signal, where nobody can read it any more.
std::size_t nb_write(int descriptor, std::string_view text,
                     trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
