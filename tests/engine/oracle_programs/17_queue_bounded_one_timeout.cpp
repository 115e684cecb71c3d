// The bounded queue whose workers are all equally patient: several limits are over in one instant.
#include "python.h"

namespace oracle_17 {

using namespace std::chrono_literals;

using Tasks = green::Queue<int>;

void worker(Tasks tasks, const char* name) {
    try {
        for (;;) {
            const int task = tasks.get(100ms);
            green::print("worker {} got task {}", name, task);
            green::sleep(0s);
        }
    } catch (const green::Empty&) {
        green::print("worker {} quits", name);
    }
}

void boss(Tasks tasks) {
    for (int task = 1; task < 10; ++task) tasks.put(task);
    green::print("first round handed out");
    for (int task = 10; task < 20; ++task) tasks.put(task);
    green::print("second round handed out");
}

void program() {
    Tasks tasks(3);
    green::joinall({
        green::spawn(boss, tasks),
        green::spawn(worker, tasks, "steve"),
        green::spawn(worker, tasks, "john"),
        green::spawn(worker, tasks, "bob"),
    });
}

}  // namespace oracle_17
