// A timeout hits the greenlet that started it, wherever that waits.
#include "python.h"

namespace oracle_68 {

using namespace std::chrono_literals;

using Call = std::function<void()>;

void never(green::Event event) { event.wait(); }

void limited(const char* name, const Call& function, std::chrono::milliseconds time) {
    try {
        const green::Timeout::Scope scope{green::Timeout(time)};
        function();
    } catch (const green::Timeout&) {
        python::print(name, "timed out");
    }
}

void program() {
    green::Event event;
    green::Semaphore sem(0);
    green::Queue<int> queue;
    auto blocked = green::spawn(never, event);

    const std::vector<green::Greenlet> gs{
        green::spawn(limited, "queue", Call([=]() mutable { queue.get(); }), 50ms),
        green::spawn(limited, "event", Call([=]() mutable { event.wait(); }), 30ms),
        green::spawn(limited, "semaphore", Call([=]() mutable { sem.acquire(); }), 40ms),
        green::spawn(limited, "join", Call([=]() mutable { blocked.join(); }), 20ms),
        green::spawn(limited, "plain sleep", Call([] { green::sleep(5s); }), 60ms),
    };
    green::joinall(gs);
    python::print(sem.counter(), queue.qsize(), event.is_set(), blocked.ready());
}

}  // namespace oracle_68
