// What it costs that a greenlet gives way to another: through the engine, with its queue, its hub and its
// record, against the two jumps alone (into a raw fiber and back), and against Boost.Fiber's yield.
#include <boost/context/fiber.hpp>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "benchmarks/report.h"
#include "green.h"
#include "run.h"

#if defined(GREENSCOPE_BOOST_FIBER)
#include <boost/fiber/all.hpp>
#endif

using namespace std::chrono_literals;

namespace {

constexpr int yields = 1'000'000;
constexpr int rounds = 9;

// One round trip is two jumps, as many as one yield of a greenlet takes.
double raw_round_trip() {
    boost::context::fiber fiber([](boost::context::fiber&& back) {
        for (;;) back = std::move(back).resume();
        return std::move(back);
    });
    return bench::cpu_nanoseconds([&] {
               for (int i = 0; i < yields; ++i) fiber = std::move(fiber).resume();
           }) /
           yields;
}

enum class Trace { Off, On };

double engine_yield(int greenlets, Trace trace) {
    green::trace::Gate gate;
    green::RunOptions options;
    std::shared_ptr<const green::trace::Chunk> last;
    if (trace == Trace::On)
        options.sink = [&](std::shared_ptr<const green::trace::Chunk> chunk) { last = std::move(chunk); };
    double time = 0;
    const auto program = [&] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < greenlets; ++i)
            all.push_back(green::spawn([=] {
                for (int n = 0; n < yields / greenlets; ++n) green::sleep();
            }));
        green::sleep();  // all have begun: their stacks are there
        time = bench::cpu_nanoseconds([&] { green::joinall(all); });
    };
    green::run(program, gate, std::move(options));
    return time / yields;
}

#if defined(GREENSCOPE_BOOST_FIBER)
double boost_fiber_yield(int fibers) {
    std::vector<boost::fibers::fiber> all;
    for (int i = 0; i < fibers; ++i)
        all.emplace_back([=] {
            for (int n = 0; n < yields / fibers; ++n) boost::this_fiber::yield();
        });
    boost::this_fiber::yield();
    return bench::cpu_nanoseconds([&] {
               for (auto& fiber : all) fiber.join();
           }) /
           yields;
}
#endif

}  // namespace

int main() {
    struct Case {
        std::string_view what;
        int greenlets;
        Trace trace;
        double target;  // against Boost.Fiber
        std::vector<double> figures{};
    };
    std::vector<Case> cases{
        {"yield, 2 greenlets, trace off", 2, Trace::Off, 0.2},
        {"yield, 2 greenlets, trace on", 2, Trace::On, 0.2},
        {"yield, 1,000 greenlets, trace off", 1000, Trace::Off, 0.4},
        {"yield, 1,000 greenlets, trace on", 1000, Trace::On, 0.4},
    };
    std::vector<double> raw;
    std::vector<double> boost_two;
    std::vector<double> boost_thousand;
    // Interleaved, so that a slow moment of the machine hits all of them.
    for (int round = 0; round < rounds; ++round) {
        raw.push_back(raw_round_trip());
        for (auto& one : cases) one.figures.push_back(engine_yield(one.greenlets, one.trace));
#if defined(GREENSCOPE_BOOST_FIBER)
        boost_two.push_back(boost_fiber_yield(2));
        boost_thousand.push_back(boost_fiber_yield(1000));
#endif
    }
    for (const auto& one : cases) {
        const auto figure = bench::median(one.figures);
        if (one.greenlets == 2) bench::print({one.what, figure, "ns", "raw fiber round trip", bench::median(raw)});
        const auto& boost = one.greenlets == 2 ? boost_two : boost_thousand;
        if (!boost.empty())
            bench::print({one.what, figure, "ns", "Boost.Fiber yield", bench::median(boost), one.target});
    }
}
