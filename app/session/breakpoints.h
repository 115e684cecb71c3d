// Breakpoints: lines of a program before which it is to be held.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace app {

// Of one file, which is the one that the program's runs name.
struct Breakpoints {
    std::string file;
    std::set<std::uint32_t> lines;  // from 1

    bool empty() const { return lines.empty(); }
    bool contain(std::string_view name, std::uint32_t line) const { return name == file && lines.contains(line); }
    bool operator==(const Breakpoints&) const = default;
};

// As the engine's thread asks for them. Any thread.
class SharedBreakpoints {
public:
    void set(Breakpoints breakpoints) {
        const std::scoped_lock lock(mutex_);
        breakpoints_ = std::move(breakpoints);
    }
    bool contain(std::string_view file, std::uint32_t line) const {
        const std::scoped_lock lock(mutex_);
        return breakpoints_.contain(file, line);
    }

private:
    mutable std::mutex mutex_;
    Breakpoints breakpoints_;
};

}  // namespace app
