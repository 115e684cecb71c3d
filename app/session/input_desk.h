// Where a program that asks for a line meets who answers: the program's thread waits here, the window's does not.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace app {

class InputDesk {
public:
    // `changed` is called whenever somebody begins or ends to wait, on the thread of who does; no more after close().
    explicit InputDesk(std::function<void()> changed) : changed_(std::move(changed)) {}

    // The program's thread: waits for an answer. Nothing: the input has ended, or the desk is closed.
    std::optional<std::string> ask(std::string_view prompt);

    // Any thread.
    // What is asked; nothing while nobody waits.
    std::optional<std::string> question() const;
    // Without a line: the input has ended. Does nothing while nobody waits.
    void answer(std::optional<std::string> line);
    // Whoever waits, or asks later, gets nothing at once.
    void close();

private:
    void tell();

    mutable std::mutex mutex_;
    std::condition_variable answered_;
    std::optional<std::string> question_;
    std::optional<std::string> line_;
    bool hasAnswer_ = false;
    bool closed_ = false;
    std::mutex telling_;
    std::function<void()> changed_;  // guarded by telling_
};

}  // namespace app
