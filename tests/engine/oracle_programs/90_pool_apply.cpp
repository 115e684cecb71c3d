// apply, apply_async with a callback, map_async.
#include "python.h"

namespace oracle_90 {

using namespace std::chrono_literals;

int work(int n, int extra) {
    python::print("work", n);
    green::sleep(n * 10ms);
    return n * n + extra;
}

// Python's work(n): what is mapped takes one argument.
namespace of_one {
int work(int n) { return oracle_90::work(n, 0); }
}  // namespace of_one

int inside(green::Pool& pool) { return pool.apply(of_one::work, std::tuple(1)); }

void program() {
    green::Pool pool(2);
    python::print("apply", pool.apply(work, std::tuple(3, 1)));
    const auto one = pool.apply_async(work, std::tuple(2, 0), [](int value) { python::print("callback", value); });
    const auto two = pool.apply_async(work, std::tuple(5, 0));
    const auto three =
        pool.apply_async(work, std::tuple(1, 0), [](int value) { python::print("callback of the third", value); });
    python::print("tracked", pool.contains(one), pool.contains(two), pool.contains(three));
    const auto get = [](green::Greenlet g) { return g.get<int>(); };
    const int third = get(three);
    const int first = get(one);
    python::print("get", third, first, get(two));
    auto mapped = pool.map_async(of_one::work, std::vector{4, 1, 2},
                                 [](const std::vector<int>& values) { python::print("mapped", values); });
    python::print("map_async", mapped.get<std::vector<int>>());
    python::print("apply from inside", pool.apply(inside, std::tuple(pool)));
}

}  // namespace oracle_90
