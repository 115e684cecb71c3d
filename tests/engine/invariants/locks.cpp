// Semaphores and RLocks: as many permits as there were, and whoever waits is served in the order of coming.
#include <algorithm>

#include "world.h"

namespace invariants {

namespace {

template <class Semaphore>
class SemaphoreObject final : public Object {
public:
    SemaphoreObject(std::int64_t permits, const std::string& name)
        : Object(name), semaphore_(permits, name), permits_(permits) {}

    void act(World& world, Chance& chance) override {
        const auto limit = chance.limit();
        if (chance.of_hundred(20))
            wait(world, limit);
        else
            hold(world, chance, limit);
    }

    void check_at_rest(Ledger& ledger) override {
        check_permits(ledger);
        ledger.check(line_.empty() || semaphore_.counter() == 0, name() + ": somebody waits though there is a permit");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check(recorded.count == semaphore_.counter(), name() + ": the record has other permits");
        ledger.check(std::ssize(recorded.holders) == held_, name() + ": the record has other holders");
        ledger.check(recorded.waiters.size() == line_.size(), name() + ": the record has others waiting");
    }

private:
    // Gives back however the time with it ends.
    struct Hold {
        SemaphoreObject& object;
        World& world;
        ~Hold() {
            --object.held_;
            object.semaphore_.release();
            object.check_permits(world.ledger);
        }
    };

    void hold(World& world, Chance& chance, const Limit& limit) {
        const bool nowait = chance.of_hundred(15);
        {
            const bool waits = !nowait && semaphore_.counter() == 0;
            Call call(world.ledger, {name(), limit, waits ? &line_ : nullptr});
            const bool acquired = nowait  ? semaphore_.acquire(false)
                                  : limit ? semaphore_.acquire(*limit)
                                          : semaphore_.acquire();
            if (!acquired) {
                world.ledger.check(nowait || waits, name() + ": not acquired though there was a permit");
                if (!nowait) call.expired();
                return;
            }
            call.served();
        }
        ++held_;
        const Hold holding{*this, world};
        check_permits(world.ledger);
        green::sleep(std::chrono::milliseconds(chance.below(4)));
    }

    void wait(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), limit, semaphore_.counter() == 0 ? &line_ : nullptr});
        const auto permits = limit ? semaphore_.wait(*limit) : semaphore_.wait();
        world.ledger.check(permits == semaphore_.counter(), name() + ": wait tells other permits");
        // With a limit there may be one all the same, given back just before it expired.
        if (permits == 0)
            call.expired();
        else if (!limit)
            call.served();
    }

    void check_permits(Ledger& ledger) {
        ledger.check(semaphore_.counter() + held_ == permits_, name() + ": permits were lost or doubled");
    }

    Semaphore semaphore_;
    std::int64_t permits_;
    std::int64_t held_ = 0;
    Line line_;
};

class RLockObject final : public Object {
public:
    explicit RLockObject(const std::string& name) : Object(name), lock_(name) {}

    void act(World& world, Chance& chance) override { hold(world, chance, chance.limit(), 2); }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(lock_.locked() == (depth_ > 0), name() + ": locked by nobody");
        ledger.check(line_.empty() || depth_ > 0, name() + ": somebody waits though it is free");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check(recorded.count == depth_, name() + ": the record has another depth");
        ledger.check(std::ssize(recorded.holders) == depth_, name() + ": the record has other holders");
        ledger.check(recorded.waiters.size() == line_.size(), name() + ": the record has others waiting");
    }

private:
    struct Hold {
        RLockObject& object;
        ~Hold() {
            --object.depth_;
            object.lock_.release();
        }
    };

    void hold(World& world, Chance& chance, const Limit& limit, int deeper) {
        const auto me = green::getcurrent().core().id();
        {
            const bool waits = lock_.locked() && owner_ != me;
            Call call(world.ledger, {name(), limit, waits ? &line_ : nullptr});
            if (!(limit ? lock_.acquire(*limit) : lock_.acquire())) return call.expired();
            call.served();
        }
        world.ledger.check(depth_ == 0 || owner_ == me, name() + ": two have it");
        owner_ = me;
        ++depth_;
        const Hold holding{*this};
        green::sleep(std::chrono::milliseconds(chance.below(3)));
        if (deeper > 0 && chance.of_hundred(50)) hold(world, chance, limit, deeper - 1);
    }

    green::RLock lock_;
    Id owner_ = Id::None;
    int depth_ = 0;
    Line line_;
};

}  // namespace

std::unique_ptr<Object> some_lock(Chance& chance, const std::string& name) {
    const auto permits = static_cast<std::int64_t>(chance.below(3)) + 1;
    switch (chance.below(3)) {
        case 0: return std::make_unique<SemaphoreObject<green::Semaphore>>(permits, name);
        case 1: return std::make_unique<SemaphoreObject<green::BoundedSemaphore>>(permits, name);
        default: return std::make_unique<RLockObject>(name);
    }
}

}  // namespace invariants
