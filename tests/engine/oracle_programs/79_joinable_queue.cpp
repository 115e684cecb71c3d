// task_done and join of a JoinableQueue.
#include <vector>

#include "python.h"

namespace oracle_79 {

using namespace std::chrono_literals;
using Items = green::JoinableQueue<int>;

void worker(Items q, std::string name) {
    while (true) {
        const int item = q.get();
        const python::Finally finally([&] {
            python::print(name, "finished", item);
            q.task_done();
        });
        python::print(name, "works on", item);
        green::sleep(item * 10ms);
    }
}

void program() {
    Items q;
    python::print("empty join:", q.join());
    std::vector<green::Greenlet> workers;
    for (const auto* name : {"a", "b"}) workers.push_back(green::spawn(worker, q, name));
    for (const int item : {5, 2, 7, 1}) q.put(item);
    python::print("unfinished", q.unfinished_tasks());
    python::print("too early:", q.join(30ms));
    const bool in_the_end = q.join();
    python::print("in the end:", in_the_end, q.unfinished_tasks());
    try {
        q.task_done();
    } catch (const green::ValueError& error) {
        python::print("ValueError:", error.what());
    }
    green::killall(workers);
}

}  // namespace oracle_79
