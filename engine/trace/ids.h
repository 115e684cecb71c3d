// Names for the things of a run. Ids count up within a run and are never reused.
#pragma once

#include <cstdint>

namespace green::trace {

// A greenlet, or an object that greenlets wait on (a queue, say). Both share one space, so that an
// event can name either as its object. Zero is nobody.
enum class Id : std::uint32_t { None = 0, Main = 1, Hub = 2, First = 3 };

// Something that the hub will do: a callback in its queue, or a timer.
enum class JobId : std::uint32_t { None = 0 };

// Events are numbered from 1. As a playhead, n is the moment after event n; 0 is before everything.
using EventNumber = std::uint64_t;

// Time since the run began, by the run's own clock (virtual or real without pauses).
using Nanoseconds = std::int64_t;

inline constexpr Nanoseconds never = INT64_MAX;

constexpr std::uint32_t raw(Id id) { return static_cast<std::uint32_t>(id); }
constexpr std::uint32_t raw(JobId id) { return static_cast<std::uint32_t>(id); }

// A line of a source file: which file of the chunk's table (from 1; 0 is "nowhere"), and the line.
struct Site {
    static constexpr std::uint32_t max_file = 0xFF;
    static constexpr std::uint32_t max_line = 0xFFFFFF;

    std::uint32_t raw = 0;

    constexpr Site() = default;
    constexpr Site(std::uint32_t file, std::uint32_t line)
        : raw(file == 0 || file > max_file || line > max_line ? 0 : file << 24 | line) {}

    constexpr std::uint32_t file() const { return raw >> 24; }
    constexpr std::uint32_t line() const { return raw & max_line; }
    constexpr explicit operator bool() const { return raw != 0; }
    constexpr bool operator==(const Site&) const = default;
};

}  // namespace green::trace
