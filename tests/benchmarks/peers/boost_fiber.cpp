#include "benchmarks/peers/boost_fiber.h"

#include <boost/fiber/all.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "benchmarks/report.h"

namespace bench::boost_fiber {

namespace fibers = boost::fibers;

double yield(int count) {
    constexpr int yields = 1'000'000;
    std::vector<fibers::fiber> all;
    for (int i = 0; i < count; ++i)
        all.emplace_back([=] {
            for (int n = 0; n < yields / count; ++n) boost::this_fiber::yield();
        });
    boost::this_fiber::yield();
    return cpu_nanoseconds([&] { std::ranges::for_each(all, &fibers::fiber::join); }) / yields;
}

double spawn_one() {
    constexpr int count = 100'000;
    return cpu_nanoseconds([] {
               for (int i = 0; i < count; ++i) fibers::fiber([] {}).join();
           }) /
           count;
}

double spawn_many() {
    constexpr int count = 20'000;  // each has a stack at once
    return cpu_nanoseconds([] {
               std::vector<fibers::fiber> all;
               for (int i = 0; i < count; ++i) all.emplace_back([] {});
               std::ranges::for_each(all, &fibers::fiber::join);
           }) /
           count;
}

double queue(int capacity) {
    constexpr int items = 1'000'000;
    return cpu_nanoseconds([=] {
               // It takes powers of two only, and one item less.
               fibers::buffered_channel<int> line(capacity == 1 ? 2 : static_cast<std::size_t>(capacity));
               fibers::fiber producer([&] {
                   for (int i = 0; i < items; ++i) line.push(i);
                   line.close();
               });
               long sum = 0;
               for (const int item : line) sum += item;
               keep(sum);
               producer.join();
           }) /
           items;
}

double parked() {
    constexpr int count = 20'000;  // its stacks are mappings, of which there can be some 65,000
    const auto before = resident_bytes();
    fibers::mutex mutex;
    fibers::condition_variable changed;
    bool over = false;
    std::vector<fibers::fiber> all;
    for (int i = 0; i < count; ++i)
        all.emplace_back([&] {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return over; });
        });
    boost::this_fiber::yield();
    const auto bytes = (resident_bytes() - before) / count;
    over = true;
    changed.notify_all();
    std::ranges::for_each(all, &fibers::fiber::join);
    return bytes;
}

Timers timers() {
    constexpr int count = 20'000;
    const auto begin = std::chrono::steady_clock::now();
    Timers result;
    result.cpu_ms =
        cpu_nanoseconds([&] {
            std::vector<fibers::fiber> all;
            for (int i = 0; i < count; ++i)
                all.emplace_back([&, i] {
                    boost::this_fiber::sleep_until(begin + std::chrono::nanoseconds(1'000'000'000) * i / count);
                });
            std::ranges::for_each(all, &fibers::fiber::join);
        }) *
        1e-6;
    result.late_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() - 1000;
    return result;
}

}  // namespace bench::boost_fiber
