// imap keeps the order, imap_unordered the order of completion.
#include "python.h"

namespace oracle_21 {

using namespace std::chrono_literals;

int work(int n) {
    static constexpr std::chrono::milliseconds delays[]{90ms, 20ms, 50ms, 10ms, 30ms, 20ms};
    green::sleep(delays[n]);
    return n;
}

std::vector<int> list(auto results) {
    std::vector<int> items;
    for (const int item : results) items.push_back(item);
    return items;
}

void program() {
    green::Pool pool(3);
    const std::vector<int> items{0, 1, 2, 3, 4, 5};
    python::print("ordered  ", list(pool.imap(work, items)));
    python::print("unordered", list(pool.imap_unordered(work, items)));
    python::print("map      ", pool.map(work, items));
}

}  // namespace oracle_21
