// Which signals the run listens to, and those that came. Engine's thread only, the mailbox excepted.
#pragma once

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

    // Throws ValueError for what is no signal.
    void start(std::shared_ptr<SignalWatcher> watcher);
    void stop(const SignalWatcher& watcher);
    void clear() { watchers_.clear(); }

    // Takes what came out of the mailbox; `unhandled(number)` for those that nobody listens to.
    template <class Unhandled>
    void collect(Unhandled&& unhandled) {
        while (const int number = mailbox_->any() ? mailbox_->take() : 0) {
            bool is_handled = false;
            for (const auto& watcher : watchers_) {
                if (watcher->number != number) continue;
                is_handled = true;
                ready_.push_back(watcher);
            }
            if (!is_handled) unhandled(number);
        }
    }
    // The next whose signal was collected; null if there is none (left).
    std::shared_ptr<SignalWatcher> take_ready();
    bool has_ready() const { return !ready_.empty(); }

private:
    std::shared_ptr<Signals> mailbox_;
    std::vector<std::shared_ptr<SignalWatcher>> watchers_;  // the eldest first
    std::vector<std::shared_ptr<SignalWatcher>> ready_;
};

}  // namespace green
