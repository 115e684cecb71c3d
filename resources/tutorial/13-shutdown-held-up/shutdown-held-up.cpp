// Who never gives way holds the signal up.
#include <cmath>
#include <csignal>
#include <green.h>

using namespace std::chrono_literals;

green::Clock::time_point start;

long tick() {
    auto passed = green::Clock::now() - start;
    return std::lround(passed / 100.0ms);
}

void on_signal() {
    green::print("handler runs at tick {}", tick());
}

void outsider() {
    green::print("signal sent at tick {}", tick());
    green::raise_signal(SIGQUIT);
}

void worker(const char* name, bool gives_way) {
    for (int part : {1, 2, 3}) {
        green::work(100ms);
        green::print("{} did part {} at tick {}", name,
                     part, tick());
        if (gives_way)
            green::sleep(1ms);
    }
}

void program() {
    start = green::Clock::now();
    auto handler =
        green::signal_handler(SIGQUIT, on_signal);
    green::joinall({
        green::spawn(outsider),
        green::spawn(worker, "polite", true),
    });
    green::joinall({
        green::spawn(outsider),
        green::spawn(worker, "stubborn", false),
    });
    green::sleep(1ms);
    handler.cancel();
}
