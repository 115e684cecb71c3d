// A queue of any kind, for programs that say which by a word.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hub/timeout.h"

namespace generated {

// The program has no such object (yet), or it can't do that: the statement is skipped.
struct Nobody {};

// None: what ends a loop over a queue.
using Item = std::optional<int>;

class AnyQueue {
public:
    virtual ~AnyQueue() = default;

    // Not waiting: `limit` has no meaning.
    virtual void put(Item item, bool wait, const green::TimeLimit& limit) = 0;
    virtual Item get(bool wait, const green::TimeLimit& limit) = 0;
    virtual Item peek(bool wait, const green::TimeLimit& limit) = 0;
    virtual std::shared_ptr<AnyQueue> copy() const = 0;
    virtual void task_done() = 0;
    virtual bool join(const green::TimeLimit& limit) = 0;
    // A loop over it; `body` says whether it goes on.
    virtual void each(const std::function<bool(int)>& body) = 0;
    virtual std::string state() const = 0;
};

// fifo, lifo, priority, joinable, simple, channel.
std::shared_ptr<AnyQueue> make_queue(const std::string& kind, std::size_t maxsize, const std::vector<int>& items);

}  // namespace generated
