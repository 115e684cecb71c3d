// What the benchmarks measure, done with Boost.Fiber. The figures are those of peers.go.
#pragma once

namespace bench::boost_fiber {

// Nanoseconds of processor time for each.
double yield(int fibers);
double spawn_one();
double spawn_many();
double queue(int capacity);
// Bytes for each fiber that waits.
double parked();

struct Timers {
    double cpu_ms = 0;
    double late_ms = 0;
};
Timers timers();

}  // namespace bench::boost_fiber
