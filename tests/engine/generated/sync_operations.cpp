// The words of the language that use events, results, semaphores and locks, in the order of interpret.py.
#include <algorithm>
#include <utility>

#include "context/context.h"
#include "interpreter.h"

namespace generated {

namespace {

std::string truth(bool value) { return green::to_repr(value); }

// "e1", "r2": what `thing` is called.
std::string letter(const Interpreter& in, const green::Waitable& thing) {
    const auto find = [&](char letter, const auto& known) -> std::string {
        const auto found = std::ranges::find_if(known, [&](const auto& one) { return green::Waitable(one) == thing; });
        if (found == known.end()) return {};
        return letter + std::to_string(found - known.begin() + 1);
    };
    for (const auto& name : {find('g', in.greenlets), find('e', in.events), find('r', in.results)})
        if (!name.empty()) return name;
    for (std::size_t i = 0; i < in.semaphores.size(); ++i)
        if (std::visit([&](const auto& s) { return green::Waitable(s) == thing; }, in.semaphores[i]))
            return "s" + std::to_string(i + 1);
    return "?";
}

// A link that executes the block in the hub.
template <class Handle>
Outcome link(Interpreter& in, const Statement& s, Handle handle) {
    handle.rawlink([&in, &s](const Handle& ready) {
        in.say("link of " + letter(in, ready));
        in.execute(s.blocks.at(0));
    });
    return {};
}

// --- events ------------------------------------------------------------------------------------------

green::Event event(Interpreter& in, const Statement& s) { return Interpreter::find(in.events, s.words.at(1)); }

Outcome new_event(Interpreter& in, const Statement&) {
    in.events.emplace_back();
    return {};
}

Outcome e_set(Interpreter& in, const Statement& s) {
    event(in, s).set();
    return {};
}

Outcome e_clear(Interpreter& in, const Statement& s) {
    event(in, s).clear();
    return {};
}

Outcome e_wait(Interpreter& in, const Statement& s) {
    auto e = event(in, s);
    return truth(e.wait(in.limit(s)));
}

Outcome e_state(Interpreter& in, const Statement& s) { return truth(event(in, s).is_set()); }
Outcome e_link(Interpreter& in, const Statement& s) { return link(in, s, event(in, s)); }

// --- results -----------------------------------------------------------------------------------------

green::AsyncResult<Returned> result(Interpreter& in, const Statement& s) {
    return Interpreter::find(in.results, s.words.at(1));
}

Outcome new_result(Interpreter& in, const Statement&) {
    in.results.emplace_back();
    return {};
}

Outcome r_set(Interpreter& in, const Statement& s) {
    result(in, s).set(Returned{std::stoi(s.words.at(2))});
    return {};
}

Outcome r_fail(Interpreter& in, const Statement& s) {
    result(in, s).set_exception(Interpreter::exception(s));
    return {};
}

Outcome r_get(Interpreter& in, const Statement& s) {
    auto r = result(in, s);
    return green::to_repr(s.has("nowait") ? r.get_nowait() : r.get(in.limit(s)));
}

Outcome r_wait(Interpreter& in, const Statement& s) {
    auto r = result(in, s);
    return green::to_repr(r.wait(in.limit(s)));
}

Outcome r_state(Interpreter& in, const Statement& s) {
    const auto r = result(in, s);
    std::string flags;
    if (r.ready()) flags += 'r';
    if (r.successful()) flags += 'o';
    const auto error = r.exception();
    return (flags.empty() ? "-" : flags) + " " + green::to_repr(r.value()) + (error ? " " + described(error) : "");
}

Outcome r_link(Interpreter& in, const Statement& s) { return link(in, s, result(in, s)); }

Outcome r_follow(Interpreter& in, const Statement& s) {
    auto r = result(in, s);
    Interpreter::find(in.greenlets, s.words.at(2)).rawlink(r);
    return {};
}

// --- semaphores and locks ----------------------------------------------------------------------------

Outcome new_semaphore(Interpreter& in, const Statement& s) {
    const auto permits = std::stoi(s.words.at(1));
    if (s.has("bounded"))
        in.semaphores.emplace_back(green::BoundedSemaphore(permits));
    else
        in.semaphores.emplace_back(green::Semaphore(permits));
    return {};
}

template <class Function>
Outcome with_semaphore(Interpreter& in, const Statement& s, Function function) {
    auto semaphore = Interpreter::find(in.semaphores, s.words.at(1));
    return std::visit(function, semaphore);
}

template <class Lock>
Outcome acquire(Interpreter& in, const Statement& s, Lock& lock) {
    return truth(s.has("nowait") ? lock.acquire(false) : lock.acquire(true, in.limit(s)));
}

// As Python does it: what release raises takes the place of what the block raised. (A destructor, as that of
// green::With, can't do that.)
template <class Lock>
Outcome with(Interpreter& in, const Statement& s, Lock lock) {
    lock.acquire();
    Outcome outcome;
    try {
        outcome = in.execute(s.blocks.at(0));
    } catch (const green::context::Unwind&) {
        throw;
    } catch (...) {
        lock.release();
        throw;
    }
    lock.release();
    return outcome;
}

Outcome s_acquire(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) { return acquire(in, s, semaphore); });
}

Outcome s_release(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) {
        semaphore.release();
        return Outcome();
    });
}

Outcome s_wait(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) { return Outcome(std::to_string(semaphore.wait(in.limit(s)))); });
}

Outcome s_with(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) { return with(in, s, semaphore); });
}

Outcome s_state(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) {
        return Outcome(std::to_string(semaphore.counter()) + (semaphore.locked() ? " locked" : ""));
    });
}

Outcome s_link(Interpreter& in, const Statement& s) {
    return with_semaphore(in, s, [&](auto& semaphore) { return link(in, s, semaphore); });
}

green::RLock rlock(Interpreter& in, const Statement& s) { return Interpreter::find(in.rlocks, s.words.at(1)); }

Outcome new_rlock(Interpreter& in, const Statement&) {
    in.rlocks.emplace_back();
    return {};
}

Outcome l_acquire(Interpreter& in, const Statement& s) {
    auto lock = rlock(in, s);
    return acquire(in, s, lock);
}

Outcome l_release(Interpreter& in, const Statement& s) {
    rlock(in, s).release();
    return {};
}

Outcome l_with(Interpreter& in, const Statement& s) { return with(in, s, rlock(in, s)); }

// --- several of all kinds ----------------------------------------------------------------------------

// e1,g2,r1,s3: those that there are.
std::vector<green::Waitable> things(Interpreter& in, const Statement& s) {
    std::vector<green::Waitable> found;
    const auto add = [&](const auto& known, const std::string& number) {
        if (!known.empty()) found.emplace_back(known[(std::stoul(number) - 1) % known.size()]);
    };
    for (const auto& word : split(s.words.at(1), ',')) {
        const auto number = word.substr(1);
        switch (word.at(0)) {
            case 'g': add(in.greenlets, number); break;
            case 'e': add(in.events, number); break;
            case 'r': add(in.results, number); break;
            default:
                if (!in.semaphores.empty())
                    std::visit([&](const auto& semaphore) { found.emplace_back(semaphore); },
                               Interpreter::find(in.semaphores, number));
        }
    }
    if (found.empty()) throw Nobody{};
    return found;
}

Outcome wait_for(Interpreter& in, const Statement& s) {
    std::string text;
    for (const auto& ready : green::wait(things(in, s), {Interpreter::time_limit(s), Interpreter::count(s)}))
        text += (text.empty() ? "" : " ") + letter(in, ready);
    return "[" + text + "]";
}

Outcome iwait_for(Interpreter& in, const Statement& s) {
    auto waiting = green::iwait(things(in, s), {Interpreter::time_limit(s), Interpreter::count(s)});
    for (const auto& ready : waiting) {
        in.say("iwait.for " + letter(in, ready));
        auto outcome = in.execute(s.blocks.at(0));
        if (outcome.next == Outcome::Next::Break) break;
        if (!outcome.goes_on()) return outcome;
    }
    return {};
}

}  // namespace

std::map<std::string_view, Operation> sync_operations() {
    return {
        {"new.event", new_event},
        {"e.set", e_set},
        {"e.clear", e_clear},
        {"e.wait", e_wait},
        {"e.state", e_state},
        {"e.link", e_link},

        {"new.result", new_result},
        {"r.set", r_set},
        {"r.fail", r_fail},
        {"r.get", r_get},
        {"r.wait", r_wait},
        {"r.state", r_state},
        {"r.link", r_link},
        {"r.follow", r_follow},

        {"new.semaphore", new_semaphore},
        {"s.acquire", s_acquire},
        {"s.release", s_release},
        {"s.wait", s_wait},
        {"s.with", s_with},
        {"s.state", s_state},
        {"s.link", s_link},

        {"new.rlock", new_rlock},
        {"l.acquire", l_acquire},
        {"l.release", l_release},
        {"l.with", l_with},

        {"wait.for", wait_for},
        {"iwait.for", iwait_for},
    };
}

}  // namespace generated
