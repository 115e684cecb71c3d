// Four unordered maps over one pool give four equal results.
#include <numeric>

#include "python.h"

namespace oracle_04 {

using namespace std::chrono_literals;

int echo(int i) {
    green::work(1ms);
    return i;
}

std::vector<int> run(green::Pool& pool) {
    std::vector<int> items(10);
    std::iota(items.begin(), items.end(), 0);
    std::vector<int> results;
    for (const int result : pool.imap_unordered(echo, items)) results.push_back(result);
    return results;
}

void program() {
    green::Pool pool(10);
    const auto run1 = run(pool);
    const auto run2 = run(pool);
    const auto run3 = run(pool);
    const auto run4 = run(pool);
    python::print(run1);
    python::print(run1 == run2 && run2 == run3 && run3 == run4);
}

}  // namespace oracle_04
