#include "cli/problem.h"

#include <algorithm>
#include <cstdio>

namespace app {

void report(const std::string& line) {
    auto text = "greenscope: " + line;
    std::ranges::replace(text, '\n', ' ');
    std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace app
