// Signals for a run. They are sent to the run and not to the process: the window's *Send signal* must not
// end the window. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace green {

class Signals {
public:
    static constexpr int highest = 64;

    // Several of a kind before the run looks are one (rule R70). Throws std::out_of_range for a number that
    // is no signal (1 to 64).
    void send(int number);

    // The run's side.
    // As `send`, but by the run itself.
    void raise(int number);
    // Whether anything was ever sent.
    bool came_from_outside() const { return from_outside_.load(std::memory_order_relaxed); }
    bool any() const { return pending_.load(std::memory_order_relaxed) != 0; }
    // Takes those that were sent, lowest number first; 0 when there are no more.
    int take();
    // Called by `send` and `raise`, on their caller's thread; at once if one was sent before. Empty to take it back.
    void on_send(std::function<void()> listener);

private:
    void post(int number, bool from_outside);

    std::atomic<std::uint64_t> pending_ = 0;
    std::atomic<bool> from_outside_ = false;
    std::mutex mutex_;
    std::function<void()> listener_;
};

// "SIGINT"; "signal 70" for one without a name.
std::string signal_name(int number);

}  // namespace green
