// Queues of all kinds: items are neither lost nor doubled and come in their order, and whoever waits is served in
// the order of coming.
#include <algorithm>
#include <concepts>
#include <deque>

#include "world.h"

namespace invariants {

namespace {

struct ByTens {
    bool operator()(int a, int b) const { return a / 10 < b / 10; }
};
using Priority = green::PriorityQueue<int, ByTens>;

std::string text(int item) { return std::to_string(item); }

template <class Queue>
class QueueObject final : public Object {
    static constexpr bool is_lifo = std::same_as<Queue, green::LifoQueue<int>>;
    static constexpr bool is_priority = std::same_as<Queue, Priority>;
    static constexpr bool has_tasks = std::same_as<Queue, green::JoinableQueue<int>>;

public:
    QueueObject(Queue queue, std::string name) : Object(std::move(name)), queue_(std::move(queue)) {}

    void act(World& world, Chance& chance) override {
        const auto what = chance.below(10);
        const auto limit = chance.limit();
        if (what < 4)
            put(world, limit, chance.of_hundred(10));
        else if (what < 8)
            get(world, limit, chance.of_hundred(10));
        else if (what < 9)
            peek(world, limit);
        else if constexpr (has_tasks)
            tasks(world, limit, chance.of_hundred(50));
        else
            copy(world.ledger);
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(getters_.empty() || queue_.empty(), name() + ": a getter waits though there are items");
        ledger.check(putters_.empty() || queue_.full(), name() + ": a putter waits though there is room");
        ledger.check(queue_.qsize() == items_.size(), name() + ": items were lost or doubled");
        copy(ledger);
        if constexpr (has_tasks) {
            ledger.check(joiners_.empty() || tasks_ > 0, name() + ": somebody joins though all is done");
            ledger.check(queue_.unfinished_tasks() == tasks_, name() + ": tasks were lost or doubled");
        }
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        std::deque<int> order = items_;
        if (is_lifo) std::ranges::reverse(order);
        if (is_priority) std::ranges::stable_sort(order, ByTens());
        ledger.check(std::ranges::equal(recorded.items, order, {}, {}, text), name() + ": the record has other items");
        auto waiting = getters_.size() + putters_.size();
        if constexpr (has_tasks) {
            waiting += joiners_.size() + late_joiners_.size();
            ledger.check(static_cast<std::size_t>(recorded.count) == tasks_, name() + ": the record has other tasks");
        }
        ledger.check(recorded.waiters.size() == waiting, name() + ": the record has others waiting");
    }

private:
    void put(World& world, const Limit& limit, bool nowait) {
        const bool waits = !nowait && queue_.full();
        Call call(world.ledger, {name(), limit, waits ? &putters_ : nullptr});
        const int item = ++world.items;
        try {
            if (nowait)
                queue_.put_nowait(item);
            else if (limit)
                queue_.put(item, *limit);
            else
                queue_.put(item);
        } catch (const green::Full&) {
            world.ledger.check(waits || nowait, name() + ": Full though there was room");
            if (!nowait) call.expired();
            return;
        }
        call.served();
        items_.push_back(item);
        ++tasks_;
    }

    void get(World& world, const Limit& limit, bool nowait) {
        const bool waits = !nowait && queue_.empty();
        Call call(world.ledger, {name(), limit, waits ? &getters_ : nullptr});
        try {
            const int item = nowait ? queue_.get_nowait() : limit ? queue_.get(*limit) : queue_.get();
            call.served();
            world.ledger.check(is_next(item), name() + ": an item out of turn");
            if (const auto found = std::ranges::find(items_, item); found != items_.end())
                items_.erase(found);
            else
                world.ledger.check(false, name() + ": an item that was not there");
        } catch (const green::Empty&) {
            world.ledger.check(waits || nowait, name() + ": Empty though there were items");
            if (!nowait) call.expired();
        }
    }

    void peek(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), limit, queue_.empty() ? &getters_ : nullptr});
        try {
            const int item = limit ? queue_.peek(*limit) : queue_.peek();
            call.served();
            world.ledger.check(is_next(item), name() + ": a peek at an item out of turn");
        } catch (const green::Empty&) {
            call.expired();
        }
    }

    void copy(Ledger& ledger) {
        auto copied = queue_.copy();
        std::vector<int> all;
        while (!copied.empty()) all.push_back(copied.get_nowait());
        ledger.check(std::ranges::is_permutation(all, items_), name() + ": a copy with other items");
        if (is_priority) ledger.check(std::ranges::is_sorted(all, ByTens()), name() + ": a copy out of order");
    }

    void tasks(World& world, const Limit& limit, bool join) {
        if constexpr (has_tasks) {
            if (!join) {
                try {
                    queue_.task_done();
                    world.ledger.check(tasks_-- > 0, name() + ": more tasks than items");
                } catch (const green::ValueError&) {
                    world.ledger.check(tasks_ == 0, name() + ": it knows less tasks");
                }
                return;
            }
            // Who finds all done may let others go first, without a limit, and is forgotten if all of those
            // leave: as in gevent.
            Call call(world.ledger, {name(), tasks_ > 0 ? limit : Limit(), tasks_ > 0 ? &joiners_ : &late_joiners_});
            if (limit ? queue_.join(*limit) : queue_.join()) return;
            call.expired();
        }
    }

    bool is_next(int item) const {
        if (items_.empty()) return false;
        if (is_lifo) return items_.back() == item;
        if (is_priority) return !ByTens()(*std::ranges::min_element(items_, ByTens()), item);
        return items_.front() == item;
    }

    Queue queue_;
    std::deque<int> items_;
    std::size_t tasks_ = 0;
    Line getters_;
    Line putters_;
    Line joiners_;
    Line late_joiners_;
};

// Items go from hand to hand, in the order in which they were offered.
class ChannelObject final : public Object {
public:
    explicit ChannelObject(const std::string& name) : Object(name), channel_(name) {}

    void act(World& world, Chance& chance) override {
        const auto limit = chance.limit();
        if (chance.of_hundred(50))
            put(world, limit);
        else
            get(world, limit);
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(getters_.empty() || putters_.empty(), name() + ": both sides wait");
        ledger.check(offered_.size() == putters_.size(), name() + ": items were lost or doubled");
        ledger.check(channel_.balance() == std::ssize(putters_) - std::ssize(getters_), name() + ": a wrong balance");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check(recorded.items.empty(), name() + ": the record has something in it");
        ledger.check(recorded.waiters.size() == getters_.size() + putters_.size(),
                     name() + ": the record has others waiting");
    }

private:
    void put(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), limit, &putters_});
        const int item = ++world.items;
        offered_.push_back(item);
        try {
            if (limit)
                channel_.put(item, *limit);
            else
                channel_.put(item);
            call.served();
            world.ledger.check(std::erase(offered_, item) == 0, name() + ": put, and nobody has it");
        } catch (const green::Full&) {
            call.expired();
            world.ledger.check(std::erase(offered_, item) == 1, name() + ": Full, and somebody has it");
        } catch (...) {
            std::erase(offered_, item);
            throw;
        }
    }

    void get(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), limit, &getters_});
        try {
            const int item = limit ? channel_.get(*limit) : channel_.get();
            call.served();
            world.ledger.check(!offered_.empty() && offered_.front() == item, name() + ": an item out of turn");
            std::erase(offered_, item);
        } catch (const green::Empty&) {
            call.expired();
        }
    }

    green::Channel<int> channel_;
    std::deque<int> offered_;
    Line getters_;
    Line putters_;
};

// Promises less: whoever is killed may take a wake-up with it, and the standard library's lock may then be
// released by somebody who does not have it.
class SimpleObject final : public Object {
public:
    explicit SimpleObject(const std::string& name) : Object(name), queue_(name) {}

    void act(World& world, Chance& chance) override {
        const auto limit = chance.limit();
        const bool nowait = chance.of_hundred(20);
        Call call(world.ledger, {name(), {}, nullptr});
        try {
            if (chance.of_hundred(50)) {
                items_.push_back(++world.items);
                queue_.put(items_.back());
                return;
            }
            const int item = nowait ? queue_.get_nowait() : limit ? queue_.get(*limit) : queue_.get();
            world.ledger.check(!items_.empty() && items_.front() == item, name() + ": an item out of turn");
            std::erase(items_, item);
        } catch (const green::Empty&) {
            world.ledger.check(nowait || limit, name() + ": Empty without a limit");
        } catch (const green::RuntimeError&) {
        }
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(queue_.qsize() == items_.size(), name() + ": items were lost or doubled");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check(std::ranges::equal(recorded.items, items_, {}, {}, text), name() + ": the record has other items");
    }

private:
    green::SimpleQueue<int> queue_;
    std::deque<int> items_;
};

template <class Queue>
std::unique_ptr<Object> queue_object(Chance& chance, const std::string& name) {
    return std::make_unique<QueueObject<Queue>>(Queue(chance.below(4), name), name);
}

}  // namespace

std::unique_ptr<Object> some_queue(Chance& chance, const std::string& name) {
    switch (chance.below(8)) {
        case 0: return queue_object<green::LifoQueue<int>>(chance, name);
        case 1: return queue_object<Priority>(chance, name);
        case 2:
        case 3: return queue_object<green::JoinableQueue<int>>(chance, name);
        case 4: return std::make_unique<ChannelObject>(name);
        case 5: return std::make_unique<SimpleObject>(name);
        default: return queue_object<green::Queue<int>>(chance, name);
    }
}

}  // namespace invariants
