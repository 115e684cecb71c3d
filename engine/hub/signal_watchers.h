// Which signals the run listens to, and those that came. Engine's thread only, the mailbox excepted.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "signals.h"

namespace green {

struct SignalWatcher {
    int number;
    std::function<void()> came;
};

class SignalWatchers {
public:
    explicit SignalWatchers(std::shared_ptr<Signals> mailbox)
        : mailbox_(mailbox ? std::move(mailbox) : std::make_shared<Signals>()) {}

    Signals& mailbox() { return *mailbox_; }

    // Who has asked for a signal last, as with a process and libev: the program's language, with a handler of its own;
    // the watchers, of which the first takes the signal; nobody, once the last of them has gone.
    enum class Owner : std::uint8_t { Program, Watchers, Nobody };
    Owner owner(int number) const { return owners_.at(static_cast<std::size_t>(number)); }
    void give_to_program(int number) { owners_.at(static_cast<std::size_t>(number)) = Owner::Program; }

    // Throws ValueError for what is no signal.
    void start(std::shared_ptr<SignalWatcher> watcher);
    void stop(const SignalWatcher& watcher);
    void clear() { watchers_.clear(); }

    // Takes what came out of the mailbox; `unhandled(number)` for those that are not the watchers'.
    template <class Unhandled>
    void collect(Unhandled&& unhandled) {
        while (const int number = mailbox_->any() ? mailbox_->take() : 0) {
            if (owner(number) != Owner::Watchers) {
                unhandled(number);
                continue;
            }
            for (const auto& watcher : watchers_)
                if (watcher->number == number) ready_.push_back(watcher);
        }
    }
    // The next whose signal was collected; null if there is none (left).
    std::shared_ptr<SignalWatcher> take_ready();
    bool has_ready() const { return !ready_.empty(); }

private:
    bool has_watcher(int number) const;

    std::shared_ptr<Signals> mailbox_;
    std::array<Owner, Signals::highest + 1> owners_{};
    std::vector<std::shared_ptr<SignalWatcher>> watchers_;  // the eldest first
    std::vector<std::shared_ptr<SignalWatcher>> ready_;
};

}  // namespace green
