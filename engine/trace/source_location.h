// Where in the program a call stands. Say it as a default argument:
//     void sleep(Duration time, SourceLocation where = SourceLocation::current());
// Not std::source_location: that can't be made of a place that is known only as the program runs, as the
// lines of an interpreted one are.
#pragma once

#include <cstdint>

namespace green::trace {

class SourceLocation {
public:
    // Nowhere.
    constexpr SourceLocation() = default;
    // `file` must stay what it is, as literals do: it is known by its address.
    constexpr SourceLocation(const char* file, std::uint_least32_t line) : file_(file), line_(line) {}
    static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                            std::uint_least32_t line = __builtin_LINE()) {
        return {file, line};
    }

    constexpr const char* file_name() const { return file_; }
    constexpr std::uint_least32_t line() const { return line_; }

private:
    const char* file_ = "";
    std::uint_least32_t line_ = 0;
};

}  // namespace green::trace
