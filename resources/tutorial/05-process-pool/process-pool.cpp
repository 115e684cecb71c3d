// Ten processes and ten greenlets, four times each:
// in which order do their results come?
#include <algorithm>
#include <green.h>
#include <string>
#include <vector>

using namespace std::chrono_literals;

const std::string count =
    "i=0; while [ $i -lt 49999 ]; do i=$((i+1)); done;"
    " echo ";
const std::vector<int> numbers{0, 1, 2, 3, 4,
                               5, 6, 7, 8, 9};

int in_a_process(int n) {
    return std::stoi(green::check_output(
        {"sh", "-c", count + std::to_string(n)}));
}

int in_a_greenlet(int n) {
    green::sleep(10ms * (n % 3));
    return n;
}

void four_runs(green::Pool pool, const char* name,
               int (*function)(int)) {
    std::vector<std::vector<int>> runs;
    for (int i = 0; i < 4; ++i) {
        std::vector<int> run;
        for (int n :
             pool.imap_unordered(function, numbers))
            run.push_back(n);
        green::print("{} {}", name, fmt::join(run, " "));
        runs.push_back(run);
    }
    bool equal = std::ranges::count(runs, runs[0]) == 4;
    green::print("{} always in the same order: {}",
                 name, green::to_repr(equal));
}

void program() {
    green::Pool pool(10, "pool");
    four_runs(pool, "greenlets", in_a_greenlet);
    four_runs(pool, "processes", in_a_process);
}
