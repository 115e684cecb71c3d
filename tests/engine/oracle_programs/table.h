// The twins of the recorded programs. CMake makes the table from the files beside this.
#pragma once

#include <span>
#include <string_view>

namespace oracle {

struct Program {
    std::string_view number;  // "05": of the recording tests/oracle/expected/05-….json
    void (*program)();
};

std::span<const Program> programs();

}  // namespace oracle
