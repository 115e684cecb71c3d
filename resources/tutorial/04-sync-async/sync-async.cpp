// The same tasks, first one after the other and
// then all together.
#include <green.h>
#include <vector>

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds delays[] = {
    30ms, 0ms, 50ms, 10ms, 0ms,
    40ms, 20ms, 60ms, 0ms, 70ms,
};

void task(int pid) {
    green::sleep(delays[pid]);
    green::print("task {} done", pid);
}

void synchronous() {
    for (int pid = 1; pid < 10; ++pid) {
        task(pid);
    }
}

void asynchronous() {
    std::vector<green::Greenlet> tasks;
    for (int pid = 0; pid < 10; ++pid) {
        tasks.push_back(green::spawn(task, pid));
    }
    green::joinall(tasks);
}

void measure(const char* name, void (*run)()) {
    green::print("{}", name);
    auto start = green::Clock::now();
    run();
    auto took = green::Clock::now() - start;
    green::print("longer than 0.15 seconds: {}",
                 green::to_repr(took > 150ms));
}

void program() {
    measure("synchronous", synchronous);
    measure("asynchronous", asynchronous);
}
