// map, imap and imap_unordered on a Group.
#include "python.h"

namespace oracle_19 {

using namespace std::chrono_literals;

int square(int i) {
    static constexpr std::chrono::milliseconds delays[]{60ms, 20ms, 40ms, 0ms};
    green::sleep(delays[i]);
    python::print("computed", i);
    return i * i;
}

void program() {
    green::Group group;
    const std::vector<int> items{0, 1, 2, 3};
    python::print("map", group.map(square, items));
    python::print("imap");
    for (const int value : group.imap(square, items)) python::print("  got", value);
    python::print("imap_unordered");
    for (const int value : group.imap_unordered(square, items)) python::print("  got", value);
}

}  // namespace oracle_19
