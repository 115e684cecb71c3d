// The words of the language that use queues, in the order of interpret.py.
#include <stdexcept>

#include "interpreter.h"

namespace generated {

namespace {

std::string shown(const Item& item) { return item ? std::to_string(*item) : "stop"; }

// 2 lifo items=3,1
Outcome new_queue(Interpreter& in, const Statement& s) {
    std::vector<int> items;
    if (const auto given = s.option("items"); !given.empty())
        for (const auto& number : split(given, ',')) items.push_back(std::stoi(number));
    in.queues.push_back(make_queue(s.words.size() > 2 ? s.words[2] : "fifo", std::stoul(s.words.at(1)), items));
    return {};
}

// Which stays while the greenlet waits, whatever is added to the list.
std::shared_ptr<AnyQueue> queue(Interpreter& in, const Statement& s) {
    return Interpreter::find(in.queues, s.words.at(1));
}

Outcome q_put(Interpreter& in, const Statement& s) {
    const auto item = s.words.at(2) == "stop" ? Item() : std::stoi(s.words[2]);
    const auto q = queue(in, s);
    q->put(item, !s.has("nowait"), in.limit(s));
    return "done";
}

Outcome q_get(Interpreter& in, const Statement& s) {
    const auto q = queue(in, s);
    return shown(q->get(!s.has("nowait"), in.limit(s)));
}

Outcome q_peek(Interpreter& in, const Statement& s) {
    const auto q = queue(in, s);
    return shown(q->peek(!s.has("nowait"), in.limit(s)));
}

Outcome q_each(Interpreter& in, const Statement& s) {
    Outcome outcome;
    queue(in, s)->each([&](int item) {
        in.say("q.each " + std::to_string(item));
        outcome = in.execute(s.blocks.at(0));
        return outcome.goes_on();
    });
    if (outcome.goes_on() || outcome.next == Outcome::Next::Break) return "over";
    return outcome;
}

Outcome q_copy(Interpreter& in, const Statement& s) {
    auto copy = queue(in, s)->copy();
    if (in.queues.size() < most_objects) in.queues.push_back(std::move(copy));
    return {};
}

Outcome q_done(Interpreter& in, const Statement& s) {
    queue(in, s)->task_done();
    return {};
}

Outcome q_join(Interpreter& in, const Statement& s) {
    const auto q = queue(in, s);
    return green::to_repr(q->join(in.limit(s)));
}

Outcome q_state(Interpreter& in, const Statement& s) { return queue(in, s)->state(); }

}  // namespace

std::map<std::string_view, Operation> queue_operations() {
    return {
        {"new.queue", new_queue}, {"q.put", q_put},   {"q.get", q_get},   {"q.peek", q_peek},   {"q.each", q_each},
        {"q.copy", q_copy},       {"q.done", q_done}, {"q.join", q_join}, {"q.state", q_state},
    };
}

}  // namespace generated
