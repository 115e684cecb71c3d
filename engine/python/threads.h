// The threads that run Python beside the engine's, as its interpreter ends: those that have begun are waited for
// a while, others don't begin, and those that sleep wake no more. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace green::python {

class Threads {
public:
    // Whether the interpreter may still be entered; then `leave` must follow.
    bool enter() {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        ++inside_;
        return true;
    }
    void leave() {
        const std::lock_guard lock(mutex_);
        --inside_;
        changed_.notify_all();
    }
    // Without the interpreter's lock. False, at once, if the interpreter goes first: it must not be entered again.
    bool sleep(std::chrono::nanoseconds time) {
        std::unique_lock lock(mutex_);
        return !changed_.wait_for(lock, time, [this] { return closed_; });
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    // Without the interpreter's lock, which those inside need to come out.
    void wait_until_empty(std::chrono::milliseconds at_most) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, at_most, [this] { return inside_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int inside_ = 0;
    bool closed_ = false;
};

}  // namespace green::python
