// Spawning, waiting, queues, timers and the memory of a greenlet that waits: the engine beside Boost.Fiber, Go and
// gevent, which do the same in the same run. See peers/.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/peers/peers.h"
#include "benchmarks/report.h"
#include "green.h"
#include "run.h"

#if defined(GREENSCOPE_BOOST_FIBER)
#include "benchmarks/peers/boost_fiber.h"
#endif

namespace {

enum class Trace { Off, On };

void run(Trace trace, const std::function<void()>& program,
         green::trace::ClockKind clock = green::trace::ClockKind::Virtual) {
    green::trace::Gate gate;
    green::RunOptions options;
    options.clock = clock;
    std::shared_ptr<const green::trace::Chunk> last;
    if (trace == Trace::On)
        options.sink = [&](std::shared_ptr<const green::trace::Chunk> chunk) { last = std::move(chunk); };
    const auto result = green::run(program, gate, std::move(options));
    if (!result.error.empty()) std::printf("failed: %s\n", result.error.c_str());
}

double yield(Trace trace, int greenlets) {
    constexpr int yields = 1'000'000;
    double time = 0;
    run(trace, [&] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < greenlets; ++i)
            all.push_back(green::spawn([=] {
                for (int n = 0; n < yields / greenlets; ++n) green::sleep();
            }));
        green::sleep();
        time = bench::cpu_nanoseconds([&] { green::joinall(all); });
    });
    return time / yields;
}

double spawn_one(Trace trace) {
    constexpr int count = 200'000;
    double time = 0;
    run(trace, [&] {
        time = bench::cpu_nanoseconds([] {
            for (int i = 0; i < count; ++i) green::spawn([] {}).join();
        });
    });
    return time / count;
}

double spawn_many(Trace trace) {
    constexpr int count = 100'000;
    double time = 0;
    run(trace, [&] {
        time = bench::cpu_nanoseconds([] {
            std::vector<green::Greenlet> all;
            all.reserve(count);
            for (int i = 0; i < count; ++i) all.push_back(green::spawn([] {}));
            green::joinall(all);
        });
    });
    return time / count;
}

double queue(Trace trace, std::size_t capacity) {
    constexpr int items = 1'000'000;
    double time = 0;
    run(trace, [&] {
        time = bench::cpu_nanoseconds([=] {
            green::Queue<int> line(capacity);
            green::spawn([line]() mutable {
                for (int i = 0; i < items; ++i) line.put(i);
            });
            long sum = 0;
            for (int i = 0; i < items; ++i) sum += line.get();
            bench::keep(sum);
        });
    });
    return time / items;
}

double parked(int count) {
    double bytes = 0;
    run(Trace::Off, [&] {
        const auto before = bench::resident_bytes();
        green::Event never;
        for (int i = 0; i < count; ++i) green::spawn([never]() mutable { never.wait(); });
        green::sleep();
        bytes = (bench::resident_bytes() - before) / count;
    });
    return bytes;
}

struct Timers {
    double cpu_ms = 0;
    double late_ms = 0;
};
Timers timers(Trace trace) {
    constexpr int count = 100'000;
    Timers result;
    run(
        trace,
        [&] {
            const auto begin = std::chrono::steady_clock::now();
            result.cpu_ms = bench::cpu_nanoseconds([&] {
                                std::vector<green::Greenlet> all;
                                all.reserve(count);
                                for (int i = 0; i < count; ++i)
                                    all.push_back(green::spawn([=] {
                                        const auto due = begin + std::chrono::nanoseconds(1'000'000'000) * i / count;
                                        green::sleep(due - std::chrono::steady_clock::now());
                                    }));
                                green::joinall(all);
                            }) *
                            1e-6;
            result.late_ms =
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() - 1000;
        },
        green::trace::ClockKind::Real);
    return result;
}

struct Targets {
    double boost = 0;
    double go = 0;
    double gevent = 0;
};

// `figure` of ours against all peers that are there.
void compare(std::string_view what, double figure, std::string_view unit, const std::string& measurement, double boost,
             Targets targets) {
    if (boost > 0) bench::print({what, figure, unit, "Boost.Fiber", boost, targets.boost});
    if (const auto go = bench::go(measurement); !go.empty())
        bench::print({what, figure, unit, "Go", go.front(), targets.go});
    if (const auto gevent = bench::gevent(measurement); !gevent.empty())
        bench::print({what, figure, unit, "gevent", gevent.front(), targets.gevent});
}

template <class Measure>
double best_of(Measure&& measure) {
    constexpr int rounds = 5;
    std::vector<double> figures;
    for (int i = 0; i < rounds; ++i) figures.push_back(measure());
    return bench::median(figures);
}

void compare_timers() {
    const auto ours = timers(Trace::On);
    const auto print = [&](std::string_view peer, const std::vector<double>& theirs, double cpu, double late) {
        if (theirs.size() < 2) return;
        bench::print({"100,000 sleeps in a second, trace on: CPU", ours.cpu_ms, "ms", peer, theirs[0], cpu});
        bench::print({"… after the last deadline", ours.late_ms, "ms", peer, theirs[1], late});
    };
    print("Go", bench::go("timers"), 0.5, 0.1);
    print("gevent", bench::gevent("timers"), 0, 0);
}

}  // namespace

// The number of greenlets that wait at once may be given; it is a million unless said, where there is memory.
int main(int argc, char** argv) {
    double boost_parked = 0;
    double boost_yield_two = 0;
    double boost_yield_thousand = 0;
    double boost_one = 0;
    double boost_many = 0;
    double boost_queue_one = 0;
    double boost_queue_many = 0;
    // Memory first: what the others leave behind would be used again.
    const auto memory = static_cast<double>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    const int million = memory > 8e9 ? 1'000'000 : 100'000;
    const int count = argc > 1 ? std::atoi(argv[1]) : million;
    const auto bytes = parked(count);
#if defined(GREENSCOPE_BOOST_FIBER)
    namespace boost_fiber = bench::boost_fiber;
    boost_parked = boost_fiber::parked();
    boost_yield_two = best_of([] { return boost_fiber::yield(2); });
    boost_yield_thousand = best_of([] { return boost_fiber::yield(1000); });
    boost_one = best_of(boost_fiber::spawn_one);
    boost_many = best_of(boost_fiber::spawn_many);
    boost_queue_one = best_of([] { return boost_fiber::queue(1); });
    boost_queue_many = best_of([] { return boost_fiber::queue(128); });
#else
    std::printf("Boost.Fiber is not installed (libboost-fiber1.81-dev): left out\n");
#endif
    std::printf("%d greenlets wait at once\n", count);
    compare("memory of a waiting greenlet", bytes, "B", "parked", boost_parked, {.gevent = 0.55});
    struct Both {
        const char* suffix;
        Trace trace;
    };
    for (const auto& [suffix, trace] : {Both{", trace off", Trace::Off}, Both{", trace on", Trace::On}}) {
        const auto name = [&, with = suffix](const char* what) { return std::string(what) + with; };
        const auto with = trace;
        compare(name("yield, 2 greenlets"), best_of([=] { return yield(with, 2); }), "ns", "yield-2", boost_yield_two,
                {.boost = 0.2, .gevent = 1 / 150.});
        compare(name("yield, 1,000 greenlets"), best_of([=] { return yield(with, 1000); }), "ns", "yield-1000",
                boost_yield_thousand, {.boost = 0.4});
        compare(name("spawn and join, one at a time"), best_of([=] { return spawn_one(with); }), "ns", "spawn-one",
                boost_one, {.go = 0.14});
        compare(name("spawn and join, 100,000 at once"), best_of([=] { return spawn_many(with); }), "ns", "spawn-many",
                boost_many, {.go = 0.06});
        compare(name("queue of 1, an item"), best_of([=] { return queue(with, 1); }), "ns", "queue-1", boost_queue_one,
                {.go = 0.3});
        compare(name("queue of 128, an item"), best_of([=] { return queue(with, 128); }), "ns", "queue-128",
                boost_queue_many, {.go = 0.5});
    }
    compare_timers();
}
