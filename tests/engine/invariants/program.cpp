#include "program.h"

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "green.h"
#include "run.h"
#include "trace/feed.h"
#include "world.h"

namespace invariants {

using green::trace::State;

Limit Chance::limit() {
    constexpr int times[] = {0, 0, 1, 1, 2, 3, 5, 10};
    if (of_hundred(50)) return std::nullopt;
    return std::chrono::milliseconds(times[below(std::size(times))]);
}

World::World(std::uint64_t seed) : chance(seed) {
    for (std::size_t n = chance.below(3) + 1; n > 0; --n) {
        const auto name = "object " + std::to_string(objects.size() + 1);
        switch (chance.below(5)) {
            case 0: objects.push_back(some_lock(chance, name)); break;
            case 1: objects.push_back(some_signal(chance, name)); break;
            case 2: objects.push_back(some_pool(chance, name)); break;
            default: objects.push_back(some_queue(chance, name)); break;
        }
    }
}

namespace {

constexpr std::size_t most_greenlets = 12;

struct Boom : std::runtime_error {
    Boom() : runtime_error("boom") {}
};

void act(World& world, Chance& chance);

void behave(World& world, Chance chance) {
    const bool survives = chance.of_hundred(20);
    const auto actions = chance.below(8) + 1;
    for (std::size_t i = 0; i < actions; ++i) {
        try {
            act(world, chance);
        } catch (const green::GreenletExit&) {
            if (!survives) throw;
        }
    }
}

void spawn_one(World& world, Chance& chance) {
    if (world.greenlets.size() >= most_greenlets) return;
    const auto body = [&world, own = chance.fork()] { behave(world, own); };
    if (chance.of_hundred(70))
        world.greenlets.push_back(green::spawn(body));
    else
        world.greenlets.push_back(green::spawn_later(std::chrono::milliseconds(chance.below(5)), body));
}

green::Greenlet some_greenlet(World& world, Chance& chance) {
    return world.greenlets[chance.below(world.greenlets.size())];
}

void join(World& world, Chance& chance) {
    const auto limit = chance.limit();
    auto greenlet = some_greenlet(world, chance);
    Call call(world.ledger, {{}, limit, nullptr});
    if (limit)
        greenlet.join(*limit);
    else
        greenlet.join();
    if (!greenlet.ready()) call.expired();
}

void join_some(World& world, Chance& chance) {
    const auto limit = chance.limit();
    const std::vector<green::Greenlet> some{some_greenlet(world, chance), some_greenlet(world, chance)};
    const Call call(world.ledger, {{}, limit, nullptr});
    const auto ended = limit ? green::joinall(some, {.timeout = *limit}) : green::joinall(some);
    world.ledger.check(std::ranges::all_of(ended, &green::Greenlet::ready), "joinall gives one that has not ended");
    // Its limit counts from the loop's clock, which may lie in the past (rule R5).
    world.ledger.check(limit || ended.size() == some.size(), "joinall ends before all have");
}

void kill(World& world, Chance& chance) {
    const auto limit = chance.limit();
    auto greenlet = some_greenlet(world, chance);
    const auto how =
        chance.of_hundred(30) ? std::make_exception_ptr(Boom()) : std::make_exception_ptr(green::GreenletExit());
    Call call(world.ledger, {{}, limit, nullptr});
    if (chance.of_hundred(60)) {
        greenlet.kill(how, false);
    } else {
        greenlet.kill(how, true, limit ? green::TimeLimit(*limit) : green::TimeLimit());
        if (!greenlet.ready()) call.expired();
    }
}

void act(World& world, Chance& chance) {
    const auto what = chance.below(100);
    if (what < 65) return world.objects[chance.below(world.objects.size())]->act(world, chance);
    if (what < 75) return green::sleep(std::chrono::milliseconds(chance.below(4)));
    if (what < 78) return green::work(std::chrono::milliseconds(chance.below(3)));
    if (what < 82) return spawn_one(world, chance);
    if (what < 90) {
        green::within(green::Timeout(std::chrono::milliseconds(chance.below(6)), green::silent),
                      [&] { world.objects[chance.below(world.objects.size())]->act(world, chance); });
        return;
    }
    if (what < 94) return kill(world, chance);
    if (what < 98) return join(world, chance);
    join_some(world, chance);
}

// LoopExit comes to main when everybody who is left waits for ever.
template <class Function>
void until_loop_exit(Function function) {
    try {
        function();
    } catch (const green::LoopExit&) {
    }
}

// Those too that are spawned meanwhile.
void join_all(const World& world) {
    for (std::size_t joined = 0; joined < world.greenlets.size();) {
        const auto all = world.greenlets;
        green::joinall(all);
        joined = all.size();
    }
}

// What the record says at the end: who waits, and what is in the objects.
void compare(World& world, const green::trace::Moment& moment) {
    auto& ledger = world.ledger;
    ledger.check(moment.timer_count() == 0, "there are timers left");
    for (const auto& left : world.greenlets) {
        const auto error = left.exception();
        ledger.check(!error || green::type_name(error) == "Boom", error ? green::describe(error) : "");
        const auto* greenlet = moment.greenlet(left.core().id());
        ledger.check(greenlet != nullptr, "the record does not know a greenlet");
        if (!greenlet) continue;
        ledger.check(greenlet->ended == left.ready(), "the record has a greenlet end otherwise");
        if (left.ready()) continue;
        const auto call = ledger.calls.find(greenlet->id);
        ledger.check(call != ledger.calls.end(), "a greenlet is left that is in no call");
        ledger.check(greenlet->state == State::Waiting, "a greenlet is left that does not wait");
        if (call == ledger.calls.end()) continue;
        ledger.check(!call->second.limit, call->second.object + ": a wait with a limit has not ended");
        if (!call->second.object.empty())
            ledger.check(moment.name_of(greenlet->waits_on) == call->second.object,
                         call->second.object + ": the record has its greenlet wait for something else");
    }
    for (const auto& object : world.objects)
        for (const auto& recorded : moment.objects())
            if (recorded.name == object->name()) object->check_record(ledger, recorded);
}

}  // namespace

Outcome run_program(std::uint64_t seed) {
    green::trace::Gate gate;
    green::trace::TraceFeed feed;
    green::RunOptions options;
    options.sink = [&](std::shared_ptr<const green::trace::Chunk> chunk) { feed.add(std::move(chunk)); };
    Outcome outcome;
    outcome.store = std::make_shared<green::trace::TraceStore>(green::trace::Recipe());
    std::unique_ptr<World> world;
    const auto result = green::run(
        [&] {
            world = std::make_unique<World>(seed);
            auto chance = world->chance.fork();
            for (std::size_t n = chance.below(5) + 2; n > 0; --n) spawn_one(*world, chance);
            until_loop_exit([&] { behave(*world, chance.fork()); });
            until_loop_exit([&] { join_all(*world); });
            for (const auto& object : world->objects) object->check_at_rest(world->ledger);
            // Now, and not after the run: then all that is left has been unwound.
            green::Hub::get().recorder().publish();
            for (auto& chunk : feed.take()) outcome.store->add(std::move(chunk));
            outcome.store->refresh();
            compare(*world, outcome.store->last());
            outcome.problems = world->ledger.problems;
        },
        gate, std::move(options));
    if (!result.error.empty()) outcome.problems.push_back("main raised " + result.error);
    return outcome;
}

}  // namespace invariants
