// What somebody may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

// The name that is nearest to `typed`; empty if none is near.
std::string_view nearest(std::string_view typed, std::span<const std::string_view> names);

// `did you mean "x"? ` where there is something near, else nothing.
std::string meant(std::string_view typed, std::span<const std::string_view> names);

// "a, b or c"
std::string oneOf(std::span<const std::string_view> names);

// The index of `typed` in `names`. Throws Problem(exitUsage) that says what `what` ("format") accepts.
std::size_t choose(std::string_view what, std::string_view typed, std::span<const std::string_view> names);

}  // namespace app
