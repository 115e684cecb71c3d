// Ctrl-C while a program runs without a window.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace app {

// From its construction on, the first SIGINT calls `stop` on a thread of its own and gives the program
// half a second to come to its end; after that, and at the second SIGINT, the process ends with 130.
// The thread that makes it must be the one that runs the program. One at a time.
class Interrupt {
public:
    explicit Interrupt(std::function<void()> stop);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    bool happened() const { return happened_; }

private:
    void watch();
    // False: the program has ended.
    bool waitForSignal(int milliseconds);

    std::function<void()> stop_;
    std::atomic<bool> happened_ = false;
    int signals_ = -1;
    int end_ = -1;
    std::thread watcher_;
};

}  // namespace app
