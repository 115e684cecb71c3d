// A boss fills a queue; three workers empty it
// together.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

using Tasks = green::Queue<int>;

void worker(Tasks tasks, std::string name) {
    while (!tasks.empty()) {
        int task = tasks.get();
        green::print("worker {} got task {}",
                     name, task);
        green::sleep(0s);
    }
    green::print("worker {} quits", name);
}

void boss(Tasks tasks) {
    for (int i = 1; i < 9; ++i) {
        tasks.put_nowait(i);
    }
    green::print("all tasks are handed out");
}

void program() {
    Tasks tasks("tasks");

    green::spawn(boss, tasks).join();

    green::joinall({
        green::spawn(green::named("steve"), worker,
                     tasks, "steve"),
        green::spawn(green::named("john"), worker,
                     tasks, "john"),
        green::spawn(green::named("nancy"), worker,
                     tasks, "nancy"),
    });
}
