// The words of the language that use groups and pools, greenlets' links, raw greenlets, and what else the hub runs, in
// the order of interpret.py.
#include <optional>
#include <utility>
#include <variant>

#include "interpreter.h"

namespace generated {

namespace {

using AnyGroup = std::variant<green::Group, green::Pool>;

AnyGroup group(Interpreter& in, const Statement& s) { return Interpreter::find(in.groups, s.words.at(1)); }

green::Pool pool(Interpreter& in, const Statement& s) {
    const auto found = group(in, s);
    if (const auto* pool = std::get_if<green::Pool>(&found)) return *pool;
    throw Nobody{};
}

std::string text_of(const std::vector<Returned>& values) {
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : " ") + repr(value);
    return "[" + text + "]";
}

std::vector<int> items(const Statement& s) {
    std::vector<int> items;
    for (int i = 0; i < std::stoi(s.words.at(3)); ++i) items.push_back(i);
    return items;
}

// The body, and the item where that returns nothing.
auto mapped(Interpreter& in, const Statement& s) {
    return [body = in.body(s.words.at(2))](int item) {
        const auto returned = body();
        return returned.value ? returned : Returned{item};
    };
}

Outcome new_group(Interpreter& in, const Statement&) {
    in.groups.emplace_back(green::Group());
    return {};
}

Outcome new_pool(Interpreter& in, const Statement& s) {
    in.groups.emplace_back(s.words.at(1) == "none" ? green::Pool() : green::Pool(std::stoi(s.words[1])));
    return {};
}

Outcome o_spawn(Interpreter& in, const Statement& s) {
    in.add_greenlet([&] { return std::visit([&](auto o) { return o.spawn(in.body(s.words.at(2))); }, group(in, s)); });
    return {};
}

Outcome o_add(Interpreter& in, const Statement& s) {
    const auto greenlet = Interpreter::find(in.greenlets, s.words.at(2));
    auto any = group(in, s);
    if (auto* pool = std::get_if<green::Pool>(&any))
        pool->add(greenlet, !s.has("noblock"), in.limit(s));
    else
        std::get<green::Group>(any).add(greenlet);
    return "done";
}

Outcome o_discard(Interpreter& in, const Statement& s) {
    const auto greenlet = Interpreter::find(in.greenlets, s.words.at(2));
    std::visit([&](auto o) { o.discard(greenlet); }, group(in, s));
    return {};
}

Outcome o_join(Interpreter& in, const Statement& s) {
    return green::to_repr(std::visit([&](auto o) { return o.join(in.limit(s), s.has("raise")); }, group(in, s)));
}

Outcome o_kill(Interpreter& in, const Statement& s) {
    std::visit([&](auto o) { o.kill({Interpreter::exception(s), !s.has("noblock"), in.limit(s)}); }, group(in, s));
    return "done";
}

Outcome o_killone(Interpreter& in, const Statement& s) {
    const auto greenlet = Interpreter::find(in.greenlets, s.words.at(2));
    std::visit(
        [&](auto o) {
            o.killone(greenlet, {Interpreter::exception(s), !s.has("noblock"), in.limit(s)});
        },
        group(in, s));
    return "done";
}

Outcome o_wait(Interpreter& in, const Statement& s) { return std::to_string(pool(in, s).wait_available(in.limit(s))); }

Outcome o_state(Interpreter& in, const Statement& s) {
    const auto any = group(in, s);
    if (const auto* pool = std::get_if<green::Pool>(&any))
        return std::to_string(pool->size()) + (pool->full() ? " full " : " room ") + std::to_string(pool->free_count());
    return std::to_string(std::get<green::Group>(any).size()) + " group";
}

Outcome o_apply(Interpreter& in, const Statement& s) {
    return repr(std::visit([&](auto o) { return o.apply(in.body(s.words.at(2))); }, group(in, s)));
}

Outcome o_async(Interpreter& in, const Statement& s) {
    in.add_greenlet(
        [&] { return std::visit([&](auto o) { return o.apply_async(in.body(s.words.at(2))); }, group(in, s)); });
    return {};
}

Outcome o_map(Interpreter& in, const Statement& s) {
    return text_of(std::visit([&](auto o) { return o.map(mapped(in, s), items(s)); }, group(in, s)));
}

template <class Results>
Outcome each(Interpreter& in, const Statement& s, Results results) {
    while (const auto result = results.next()) {
        in.say("o.each " + repr(*result));
        auto outcome = in.execute(s.blocks.at(0));
        if (outcome.next == Outcome::Next::Break) break;
        if (!outcome.goes_on()) return outcome;
    }
    return {};
}

Outcome o_each(Interpreter& in, const Statement& s) {
    const auto most = Interpreter::count(s);
    return std::visit(
        [&](auto o) {
            return s.has("unordered") ? each(in, s, o.imap_unordered(mapped(in, s), items(s), most))
                                      : each(in, s, o.imap(mapped(in, s), items(s), most));
        },
        group(in, s));
}

// --- links of greenlets ------------------------------------------------------------------------------

auto linked(Interpreter& in, const Statement& s) {
    return [&in, &s](const green::Greenlet& ended) {
        in.say("link of " + std::to_string(in.number(ended)));
        in.execute(s.blocks.at(0));
    };
}

Outcome link(Interpreter& in, const Statement& s) {
    in.greenlet(s).rawlink(linked(in, s));
    return {};
}

Outcome link_any(Interpreter& in, const Statement& s) {
    in.greenlet(s).link(linked(in, s));
    return {};
}

Outcome link_value(Interpreter& in, const Statement& s) {
    in.greenlet(s).link_value(linked(in, s));
    return {};
}

Outcome link_error(Interpreter& in, const Statement& s) {
    in.greenlet(s).link_exception(linked(in, s));
    return {};
}

Outcome unlink_all(Interpreter& in, const Statement& s) {
    in.greenlet(s).unlink_all();
    return {};
}

// --- what else the hub runs --------------------------------------------------------------------------

Outcome raw(Interpreter& in, const Statement& s) {
    green::spawn_raw(in.body(s.words.at(1)));
    return {};
}

Outcome idle(Interpreter&, const Statement& s) {
    green::idle(std::stoi(s.words.at(1)));
    return "done";
}

Outcome callback(Interpreter& in, const Statement& s) {
    green::run_callback([&in, &s] { in.execute(s.blocks.at(0)); });
    return {};
}

Outcome wait_all(Interpreter& in, const Statement& s) {
    if (in.me() != "main") throw Nobody{};
    return green::to_repr(green::wait_ns(Interpreter::time_limit(s), green::trace::SourceLocation::current()));
}

}  // namespace

std::map<std::string_view, Operation> group_operations() {
    return {
        {"new.group", new_group},
        {"new.pool", new_pool},
        {"o.spawn", o_spawn},
        {"o.add", o_add},
        {"o.discard", o_discard},
        {"o.join", o_join},
        {"o.kill", o_kill},
        {"o.killone", o_killone},
        {"o.wait", o_wait},
        {"o.state", o_state},
        {"o.apply", o_apply},
        {"o.async", o_async},
        {"o.map", o_map},
        {"o.each", o_each},

        {"link", link},
        {"link.any", link_any},
        {"link.value", link_value},
        {"link.error", link_error},
        {"unlink", unlink_all},

        {"raw", raw},
        {"idle", idle},
        {"callback", callback},
        {"wait", wait_all},
    };
}

}  // namespace generated
