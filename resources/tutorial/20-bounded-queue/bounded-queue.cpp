// A boss is held back by a queue of three; workers
// leave when it stays empty.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

using Tasks = green::Queue<int>;

void worker(Tasks tasks, std::string name,
            std::chrono::milliseconds patience) {
    try {
        while (true) {
            int task = tasks.get(patience);
            green::print("worker {} got task {}",
                         name, task);
            green::sleep(0s);
        }
    } catch (const green::Empty&) {
        green::print("worker {} quits", name);
    }
}

void boss(Tasks tasks) {
    for (int i = 1; i < 10; ++i) {
        tasks.put(i);
    }
    green::print("first round handed out");
    for (int i = 10; i < 20; ++i) {
        tasks.put(i);
    }
    green::print("second round handed out");
}

void program() {
    Tasks tasks(3, "tasks");
    green::joinall({
        green::spawn(boss, tasks),
        green::spawn(green::named("steve"), worker,
                     tasks, "steve", 100ms),
        green::spawn(green::named("john"), worker,
                     tasks, "john", 130ms),
        green::spawn(green::named("bob"), worker,
                     tasks, "bob", 160ms),
    });
}
