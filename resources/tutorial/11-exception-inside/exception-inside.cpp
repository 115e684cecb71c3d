// An exception stays in its greenlet, until somebody
// asks for it.
#include <green.h>
#include <string>
#include <vector>

using namespace std::chrono_literals;

int divide(int a, int b) {
    green::sleep(10ms * b);
    if (b == 0)
        throw green::ValueError("nothing to divide by");
    return a / b;
}

std::string text(std::exception_ptr error) {
    return error ? green::message_of(error) : "None";
}

void program() {
    std::vector<green::Greenlet> tasks;
    for (int b : {0, 1, 2})
        tasks.push_back(green::spawn(divide, 6, b));
    green::joinall(tasks);
    green::print("joinall came back as if nothing"
                 " had happened");

    for (auto& task : tasks)
        green::print("value {} exception {}",
                     task.value_repr(),
                     text(task.exception()));

    for (auto& task : tasks) {
        try {
            green::print("get returned {}",
                         task.get<int>());
        } catch (const green::ValueError& error) {
            green::print("get raised: {}", error.what());
        }
    }
}
