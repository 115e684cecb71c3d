// Pools: never more members than places, a place for each who waits in the order of coming, and all places free
// in the end.
#include <algorithm>

#include "world.h"

namespace invariants {

namespace {

class PoolObject final : public Object {
public:
    PoolObject(std::int64_t places, const std::string& name) : Object(name), pool_(places, name), places_(places) {}

    void act(World& world, Chance& chance) override {
        const auto what = chance.below(100);
        if (what < 70) return start(world, chance, chance.limit());
        if (what < 90) return join(world, chance.limit());
        // Those that come meanwhile have to go too.
        const Call call(world.ledger, {name(), {}, nullptr});
        pool_.kill({.block = chance.of_hundred(50)});
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(pool_.empty() && pool_.free_count() == places_, name() + ": a place was not given back");
        ledger.check(started_ == ended_, name() + ": a member never ended");
        ledger.check(line_.empty(), name() + ": somebody waits though there is a place");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check(recorded.members.size() == pool_.size(), name() + ": the record has other members");
        ledger.check(recorded.capacity == places_, name() + ": the record has other places");
    }

private:
    void start(World& world, Chance& chance, const Limit& limit) {
        const auto time = std::chrono::milliseconds(chance.below(4));
        auto member = green::make_greenlet([time] { green::sleep(time); });
        const bool nowait = chance.of_hundred(15);
        const bool waits = !nowait && pool_.full();
        Call call(world.ledger, {name(), limit, waits ? &line_ : nullptr});
        try {
            pool_.start(member, !nowait, limit ? green::TimeLimit(*limit) : green::TimeLimit());
        } catch (const green::PoolFull&) {
            world.ledger.check(nowait || waits, name() + ": full though there was a place");
            if (!nowait) call.expired();
            return;
        }
        call.served();
        ++started_;
        world.greenlets.push_back(member);
        member.rawlink([this](const green::Greenlet&) { ++ended_; });
        world.ledger.check(std::ssize(pool_.members()) <= places_, name() + ": more members than places");
        world.ledger.check(pool_.free_count() + std::ssize(pool_.members()) == places_,
                           name() + ": places do not add up");
    }

    void join(World& world, const Limit& limit) {
        // Whoever finds it empty may be let wait behind a notification, without a limit (rule R48).
        Call call(world.ledger, {name(), pool_.empty() ? Limit() : limit, nullptr});
        const bool was_empty = limit ? pool_.join(*limit) : pool_.join();
        if (!was_empty) call.expired();
    }

    green::Pool pool_;
    std::int64_t places_;
    int started_ = 0;
    int ended_ = 0;
    Line line_;
};

}  // namespace

std::unique_ptr<Object> some_pool(Chance& chance, const std::string& name) {
    return std::make_unique<PoolObject>(static_cast<std::int64_t>(chance.below(3)) + 1, name);
}

}  // namespace invariants
