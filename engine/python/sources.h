// The Python files of the package, built in. CMake makes the table from the folder lib.
#pragma once

#include <span>
#include <string_view>

namespace green::python {

struct SourceOfModule {
    std::string_view module;  // "gevent.queue"
    std::string_view path;    // "gevent/queue.py"
    std::string_view text;
};

std::span<const SourceOfModule> sources();

}  // namespace green::python
