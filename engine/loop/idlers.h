// Who waits until nothing else is going on: libev's idle watchers. Engine's thread only.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "loop/timers.h"

namespace green::loop {

class Idlers;

// Its address is its identity; destroying it stops it.
class Idler {
public:
    Idler(int priority, std::function<void()> idle) : priority_(priority), idle_(std::move(idle)) {}
    ~Idler();
    Idler(const Idler&) = delete;
    Idler& operator=(const Idler&) = delete;

    void run() const { idle_(); }

private:
    friend class Idlers;

    int priority_;
    std::function<void()> idle_;
    Idlers* owner_ = nullptr;
};

class Idlers {
public:
    ~Idlers();

    // `idler` must not be active; it is until it is stopped.
    void start(Idler& idler);
    void stop(Idler& idler);
    bool empty() const;

    // Collects those of the highest priority that has any, unless `is_busy(priority)` for that or a higher
    // one: something else is to run in this iteration.
    template <class IsBusy>
    void collect(IsBusy&& is_busy) {
        for (auto slot = idlers_.size(); slot-- > 0;) {
            if (is_busy(static_cast<int>(slot) + Timers::lowest_priority)) return;
            if (idlers_[slot].empty()) continue;
            collected_[slot] = idlers_[slot];
            return;
        }
    }
    // The next collected one of that priority, the youngest first; null if there is none (left).
    Idler* take_collected(int priority);

private:
    using Slots = std::array<std::vector<Idler*>, Timers::highest_priority - Timers::lowest_priority + 1>;
    static std::size_t slot(int priority) { return static_cast<std::size_t>(priority - Timers::lowest_priority); }

    Slots idlers_;
    Slots collected_;
};

}  // namespace green::loop
