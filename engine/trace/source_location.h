// Where in the program a call stands: std::source_location, or as much of it as we use for compilers
// whose library has none yet (clang 14 with libstdc++). Say it as a default argument:
//     void sleep(Duration time, SourceLocation where = SourceLocation::current());
#pragma once

#include <version>

#if defined(__cpp_lib_source_location)

#include <source_location>

namespace green::trace {
using SourceLocation = std::source_location;
}  // namespace green::trace

#else

#include <cstdint>

namespace green::trace {

class SourceLocation {
public:
    static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                            std::uint_least32_t line = __builtin_LINE()) {
        SourceLocation here;
        here.file_ = file;
        here.line_ = line;
        return here;
    }

    constexpr const char* file_name() const { return file_; }
    constexpr std::uint_least32_t line() const { return line_; }

private:
    const char* file_ = "";
    std::uint_least32_t line_ = 0;
};

}  // namespace green::trace

#endif
