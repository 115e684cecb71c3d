#include "any_queue.h"

#include <concepts>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "green.h"

namespace generated {

namespace {

// Ten numbers are equal.
struct ByTens {
    bool operator()(const Item& a, const Item& b) const { return *a / 10 < *b / 10; }
};

template <class Queue>
class QueueOf final : public AnyQueue {
    static constexpr bool is_simple = std::same_as<Queue, green::SimpleQueue<Item>>;
    static constexpr bool has_peek = requires(Queue queue) { queue.peek(); };
    static constexpr bool has_tasks = requires(Queue queue) { queue.task_done(); };

public:
    explicit QueueOf(Queue queue) : queue_(std::move(queue)) {}

    void put(Item item, bool wait, const green::TimeLimit& limit) override {
        if constexpr (std::same_as<Queue, green::PriorityQueue<Item, ByTens>>)
            if (!item) throw Nobody{};
        if constexpr (is_simple) {
            if (wait)
                queue_.put(item);
            else
                queue_.put_nowait(item);
        } else {
            if (wait)
                queue_.put(item, limit);
            else
                queue_.put_nowait(item);
        }
    }
    Item get(bool wait, const green::TimeLimit& limit) override {
        if (!wait) return queue_.get_nowait();
        if constexpr (is_simple)
            return queue_.get(limit.time());
        else
            return queue_.get(limit);
    }
    Item peek(bool wait, const green::TimeLimit& limit) override {
        if constexpr (has_peek)
            return wait ? queue_.peek(limit) : queue_.peek_nowait();
        else
            throw Nobody{};
    }
    std::shared_ptr<AnyQueue> copy() const override {
        if constexpr (has_peek)
            return std::make_shared<QueueOf>(queue_.copy());
        else
            throw Nobody{};
    }
    void task_done() override {
        if constexpr (has_tasks)
            queue_.task_done();
        else
            throw Nobody{};
    }
    bool join(const green::TimeLimit& limit) override {
        if constexpr (has_tasks)
            return queue_.join(limit);
        else
            throw Nobody{};
    }
    void each(const std::function<bool(int)>& body) override {
        if constexpr (is_simple) {
            throw Nobody{};
        } else {
            for (const int item : queue_)
                if (!body(item)) return;
        }
    }
    std::string state() const override {
        auto text = std::to_string(queue_.qsize());
        if (queue_.empty()) text += " empty";
        if constexpr (!is_simple)
            if (queue_.full()) text += " full";
        if constexpr (has_tasks) text += " tasks " + std::to_string(queue_.unfinished_tasks());
        if constexpr (requires { queue_.balance(); }) text += " balance " + std::to_string(queue_.balance());
        return text;
    }

private:
    Queue queue_;
};

template <class Queue>
std::shared_ptr<AnyQueue> queue_of(Queue queue) {
    return std::make_shared<QueueOf<Queue>>(std::move(queue));
}

}  // namespace

std::shared_ptr<AnyQueue> make_queue(const std::string& kind, std::size_t maxsize, const std::vector<int>& numbers) {
    const std::vector<Item> items(numbers.begin(), numbers.end());
    if (kind == "fifo") return queue_of(green::Queue<Item>(maxsize, items));
    if (kind == "lifo") return queue_of(green::LifoQueue<Item>(maxsize, items));
    if (kind == "priority") return queue_of(green::PriorityQueue<Item, ByTens>(maxsize, items));
    if (kind == "joinable") return queue_of(green::JoinableQueue<Item>(maxsize, items));
    if (kind == "simple") return queue_of(green::SimpleQueue<Item>());
    if (kind == "channel") return queue_of(green::Channel<Item>());
    throw std::runtime_error("no queue is " + kind);
}

}  // namespace generated
