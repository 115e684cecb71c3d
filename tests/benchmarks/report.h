// How a benchmark says what it found: our figure beside its peer's from the same run, their ratio and
// the target. Absolute figures drift from machine to machine; only the ratios count.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct Line {
    std::string_view what;
    double figure = 0;
    std::string_view unit;
    std::string_view peer;  // what it is compared with
    double peer_figure = 0;
    double target = 0;  // the largest ratio that is good; 0: none is set
};

inline void print(const Line& line) {
    const double ratio = line.figure / line.peer_figure;
    std::printf("%-44.*s %10.2f %-3.*s  %-24.*s %10.2f  ratio %8.2f", static_cast<int>(line.what.size()),
                line.what.data(), line.figure, static_cast<int>(line.unit.size()), line.unit.data(),
                static_cast<int>(line.peer.size()), line.peer.data(), line.peer_figure, ratio);
    if (line.target > 0)
        std::printf("  target %.2f  %s\n", line.target, ratio <= line.target ? "met" : "missed");
    else
        std::printf("\n");
    std::fflush(stdout);
}

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// How long `work` takes, in nanoseconds.
template <class Work>
double nanoseconds(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

// How much of a processor this thread uses for it, in nanoseconds: other programs on the machine count
// less. For what never waits.
template <class Work>
double cpu_nanoseconds(Work&& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
    };
    const auto begin = now();
    work();
    return now() - begin;
}

// The memory that this process has now.
inline double resident_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kibibytes = 0;
        if (word == "VmRSS:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

// Keeps the compiler from dropping or hoisting what made `value`.
template <class Value>
void keep(const Value& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace bench
