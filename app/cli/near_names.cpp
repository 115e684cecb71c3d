#include "cli/near_names.h"

#include <algorithm>

#include "cli/problem.h"

namespace app {

namespace {

// How many letters have to be put in, left out, changed, or swapped with their neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = a[i - 1] != b[j - 1];
            auto& here = cost[i][j];
            here = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here = std::min(here, cost[i - 2][j - 2] + 1);
        }
    return cost[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view typed, std::span<const std::string_view> names) {
    // Nothing that long is a slip of the finger, and the cost is quadratic.
    constexpr std::size_t longest = 64;
    if (typed.empty() || typed.size() > longest) return {};
    std::string_view best;
    auto least = std::max<std::size_t>(2, typed.size() / 3) + 1;
    for (const auto name : names) {
        if (typed.size() >= 3 && name.find(typed) != std::string_view::npos) return name;
        if (const auto far = distance(typed, name); far < least && far < name.size()) {
            least = far;
            best = name;
        }
    }
    return best;
}

std::string meant(std::string_view typed, std::span<const std::string_view> names) {
    const auto name = nearest(typed, names);
    return name.empty() ? std::string() : "did you mean \"" + std::string(name) + "\"? ";
}

std::string oneOf(std::span<const std::string_view> names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

std::size_t choose(std::string_view what, std::string_view typed, std::span<const std::string_view> names) {
    const auto found = std::ranges::find(names, typed);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    throw Problem(exitUsage, "no " + std::string(what) + " \"" + std::string(typed) + "\": " + meant(typed, names) +
                                 "accepted: " + oneOf(names));
}

}  // namespace app
