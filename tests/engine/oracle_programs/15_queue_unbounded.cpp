// Three workers empty a queue that was filled before.
#include "python.h"

namespace oracle_15 {

using Tasks = green::Queue<int>;

void worker(Tasks tasks, const char* name) {
    while (!tasks.empty()) {
        const int task = tasks.get();
        green::print("worker {} got task {}", name, task);
        green::sleep();
    }
    green::print("worker {} quits", name);
}

void boss(Tasks tasks) {
    for (int task = 1; task < 25; ++task) tasks.put_nowait(task);
}

void program() {
    Tasks tasks;
    green::spawn(boss, tasks).join();
    green::joinall({
        green::spawn(worker, tasks, "steve"),
        green::spawn(worker, tasks, "john"),
        green::spawn(worker, tasks, "nancy"),
    });
}

}  // namespace oracle_15
