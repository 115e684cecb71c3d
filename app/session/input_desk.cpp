#include "session/input_desk.h"

#include <utility>

namespace app {

std::optional<std::string> InputDesk::ask(std::string_view prompt) {
    std::unique_lock lock(mutex_);
    if (closed_) return std::nullopt;
    question_ = prompt;
    hasAnswer_ = false;
    lock.unlock();
    tell();
    lock.lock();
    answered_.wait(lock, [this] { return hasAnswer_ || closed_; });
    auto line = closed_ ? std::nullopt : std::exchange(line_, std::nullopt);
    question_.reset();
    lock.unlock();
    tell();
    return line;
}

std::optional<std::string> InputDesk::question() const {
    const std::scoped_lock lock(mutex_);
    return hasAnswer_ || closed_ ? std::nullopt : question_;
}

void InputDesk::answer(std::optional<std::string> line) {
    const std::scoped_lock lock(mutex_);
    if (!question_ || hasAnswer_) return;
    line_ = std::move(line);
    hasAnswer_ = true;
    answered_.notify_all();
}

void InputDesk::close() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        answered_.notify_all();
    }
    const std::scoped_lock telling(telling_);
    changed_ = nullptr;
}

// Under a lock of its own, so that it is over when close() returns.
void InputDesk::tell() {
    const std::scoped_lock telling(telling_);
    if (changed_) changed_();
}

}  // namespace app
