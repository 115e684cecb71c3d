// Three ways to call a function for each item, all at
// once.
#include <green.h>
#include <string>
#include <vector>

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds times[] = {
    30ms, 50ms, 10ms};

std::string brew(int cup) {
    green::sleep(times[cup]);
    return fmt::format("cup {}", cup);
}

void program() {
    green::Group group("group");
    const std::vector<int> cups{0, 1, 2};

    green::print("map gives all cups together:");
    green::print(
        "{}", green::to_repr(group.map(brew, cups)));

    green::print("imap keeps the order of the orders:");
    for (auto cup : group.imap(brew, cups)) {
        green::print("{}", cup);
    }

    green::print("imap_unordered gives what is ready:");
    for (auto cup : group.imap_unordered(brew, cups)) {
        green::print("{}", cup);
    }
}
