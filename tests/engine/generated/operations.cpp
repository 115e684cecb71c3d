// What the words of the language do, in the order of interpret.py.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include "context/context.h"
#include "interpreter.h"

namespace generated {

namespace {

using Next = Outcome::Next;

// --- control -----------------------------------------------------------------------------------------

Outcome say(Interpreter&, const Statement& s) {
    std::string text;
    for (std::size_t i = 1; i < s.words.size(); ++i) text += (i > 1 ? " " : "") + s.words[i];
    return text;
}

Outcome return_(Interpreter&, const Statement& s) { return {Next::Return, {std::stoi(s.words.at(1))}}; }
Outcome break_(Interpreter&, const Statement&) { return Next::Break; }
Outcome rethrow(Interpreter&, const Statement&) { return Next::Rethrow; }
Outcome raise(Interpreter&, const Statement& s) { std::rethrow_exception(Interpreter::exception(s)); }

Outcome repeat(Interpreter& in, const Statement& s) {
    for (int times = std::stoi(s.words.at(1)); times > 0; --times) {
        auto outcome = in.execute(s.blocks.at(0));
        if (outcome.next == Next::Break) break;
        if (!outcome.goes_on()) return outcome;
    }
    return {};
}

// try { } Boom,Timeout { }, or * for all
Outcome try_(Interpreter& in, const Statement& s) {
    try {
        return in.execute(s.blocks.at(0));
    } catch (const green::context::Unwind&) {
        throw;
    } catch (...) {
        const auto error = std::current_exception();
        const auto names = split(s.words.at(1), ',');
        if (names.front() != "*" && std::ranges::find(names, green::type_name(error)) == names.end()) throw;
        in.say("caught " + described(error));
        auto outcome = in.execute(s.blocks.at(1));
        if (outcome.next == Next::Rethrow) throw;
        return outcome;
    }
}

Outcome finally(Interpreter& in, const Statement& s) {
    Outcome outcome;
    try {
        outcome = in.execute(s.blocks.at(0));
    } catch (const green::context::Unwind&) {
        throw;
    } catch (...) {
        in.execute(s.blocks.at(1));
        throw;
    }
    in.execute(s.blocks.at(1));
    return outcome;
}

// --- greenlets ---------------------------------------------------------------------------------------

Outcome spawn(Interpreter& in, const Statement& s) {
    in.add_greenlet([&] { return green::spawn(in.body(s.words.at(1))); });
    return {};
}

Outcome later(Interpreter& in, const Statement& s) {
    in.add_greenlet([&] { return green::spawn_later(milliseconds(s.words.at(1)), in.body(s.words.at(2))); });
    return {};
}

Outcome make(Interpreter& in, const Statement& s) {
    in.add_greenlet([&] { return green::make_greenlet(in.body(s.words.at(1))); });
    return {};
}

Outcome start(Interpreter& in, const Statement& s) {
    in.greenlet(s).start();
    return {};
}

Outcome startlater(Interpreter& in, const Statement& s) {
    in.greenlet(s).start_later(milliseconds(s.words.at(2)));
    return {};
}

Outcome sleep(Interpreter&, const Statement& s) {
    green::sleep(milliseconds(s.words.at(1)));
    return {};
}

Outcome work(Interpreter&, const Statement& s) {
    green::work(milliseconds(s.words.at(1)));
    return {};
}

Outcome state(Interpreter& in, const Statement& s) {
    const auto g = in.greenlet(s);
    std::string flags;
    if (g.started()) flags += 's';
    if (g.dead()) flags += 'd';
    if (g.ready()) flags += 'r';
    if (g.successful()) flags += 'o';
    return (flags.empty() ? "-" : flags) + " " + g.value_repr();
}

Outcome join(Interpreter& in, const Statement& s) {
    auto g = in.greenlet(s);
    g.join(in.limit(s));
    return g.ready() ? "ready" : "not ready";
}

Outcome get(Interpreter& in, const Statement& s) {
    auto g = in.greenlet(s);
    g.get(in.limit(s));
    return g.value_repr();
}

Outcome getnow(Interpreter& in, const Statement& s) {
    const auto g = in.greenlet(s);
    g.get_nowait();
    return g.value_repr();
}

Outcome joinall(Interpreter& in, const Statement& s) {
    return in.numbers(green::joinall(
        in.some_greenlets(s),
        {.timeout = Interpreter::time_limit(s), .raise_error = s.has("raise"), .count = Interpreter::count(s)}));
}

// with: tidies up when it is left early
Outcome iwait(Interpreter& in, const Statement& s) {
    auto ended =
        green::iwait(in.some_greenlets(s), {.timeout = Interpreter::time_limit(s), .count = Interpreter::count(s)});
    const auto loop = [&]() -> Outcome {
        for (const auto& g : ended) {
            in.say("iwait " + std::to_string(in.number(g)));
            auto outcome = in.execute(s.blocks.at(0));
            if (outcome.next == Next::Break) break;
            if (!outcome.goes_on()) return outcome;
        }
        return {};
    };
    if (!s.has("with")) return loop();
    try {
        auto outcome = loop();
        ended.close();
        return outcome;
    } catch (...) {
        ended.close();
        throw;
    }
}

Outcome kill(Interpreter& in, const Statement& s) {
    in.greenlet(s).kill(Interpreter::exception(s), !s.has("noblock"), in.limit(s));
    return "done";
}

Outcome gkill(Interpreter& in, const Statement& s) {
    green::kill(in.greenlet(s), Interpreter::exception(s));
    return {};
}

Outcome killall(Interpreter& in, const Statement& s) {
    green::killall(in.some_greenlets(s),
                   {.exception = Interpreter::exception(s), .block = !s.has("noblock"), .timeout = in.limit(s)});
    return "done";
}

// --- timeouts ----------------------------------------------------------------------------------------

Outcome inside(Interpreter& in, const Statement& s, const green::Timeout& timeout) {
    Outcome outcome;
    if (!green::within(timeout, [&] { outcome = in.execute(s.blocks.at(0)); })) return "expired";
    return outcome;
}

Outcome timeout(Interpreter& in, const Statement& s) { return inside(in, s, Interpreter::new_timeout(s)); }

// Its value if it comes to the end is None; `else=5` is the value otherwise.
Outcome with_timeout(Interpreter& in, const Statement& s) {
    Outcome outcome;
    const auto block = [&]() -> std::string {
        outcome = in.execute(s.blocks.at(0));
        return "done";
    };
    const green::Timeout timeout(milliseconds(s.words.at(1)));
    const auto other = s.option("else");
    const auto text =
        other.empty() ? green::with_timeout(timeout, block) : green::with_timeout(timeout, block, std::string(other));
    if (!outcome.goes_on()) return outcome;
    return text;
}

Outcome new_timeout(Interpreter& in, const Statement& s) {
    in.timeouts.push_back({.make = [&s] { return Interpreter::new_timeout(s); }});
    return {};
}

Outcome t_start(Interpreter& in, const Statement& s) {
    Interpreter::find(in.timeouts, s.words.at(1)).fresh().start();
    return {};
}

Outcome t_cancel(Interpreter& in, const Statement& s) {
    Interpreter::find(in.timeouts, s.words.at(1)).now.cancel();
    return {};
}

Outcome t_close(Interpreter& in, const Statement& s) {
    Interpreter::find(in.timeouts, s.words.at(1)).now.close();
    return {};
}

Outcome t_with(Interpreter& in, const Statement& s) {
    return inside(in, s, Interpreter::find(in.timeouts, s.words.at(1)).fresh());
}

Outcome t_pending(Interpreter& in, const Statement& s) {
    return Interpreter::find(in.timeouts, s.words.at(1)).now.pending() ? "yes" : "no";
}

// --- pipes -------------------------------------------------------------------------------------------

Outcome new_pipe(Interpreter& in, const Statement&) {
    Pipe pipe;
    if (pipe2(pipe.ends, O_NONBLOCK | O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category());
    in.pipes.push_back(pipe);
    return {};
}

int pipe_end(Interpreter& in, const Statement& s, int side) {
    return Interpreter::find(in.pipes, s.words.at(1)).ends[side];
}

Outcome p_write(Interpreter& in, const Statement& s) {
    if (write(pipe_end(in, s, 1), "x", 1) < 0) return "full";
    return {};
}

Outcome p_read(Interpreter& in, const Statement& s) {
    char byte = 0;
    return read(pipe_end(in, s, 0), &byte, 1) < 0 ? "empty" : "1";
}

Outcome p_fill(Interpreter& in, const Statement& s) {
    const std::string page(4096, '\0');
    while (write(pipe_end(in, s, 1), page.data(), page.size()) > 0) {
    }
    return {};
}

Outcome p_drain(Interpreter& in, const Statement& s) {
    std::string buffer(65536, '\0');
    while (read(pipe_end(in, s, 0), buffer.data(), buffer.size()) > 0) {
    }
    return {};
}

Outcome select(Interpreter& in, const Statement& s) {
    const auto ends = [&](const char* option, int side) {
        std::vector<int> found;
        if (const auto numbers = s.option(option); !numbers.empty())
            for (const auto& number : split(numbers, ','))
                found.push_back(Interpreter::find(in.pipes, number).ends[side]);
        return found;
    };
    const auto pipes = [&](const std::vector<int>& found, int side) {
        std::string text;
        for (const int end : found)
            for (std::size_t i = 0; i < in.pipes.size(); ++i)
                if (in.pipes[i].ends[side] == end) text += (text.empty() ? "" : " ") + std::to_string(i + 1);
        return "[" + text + "]";
    };
    const auto selected = green::select(ends("r", 0), ends("w", 1), {}, in.limit(s));
    return pipes(selected.read, 0) + " " + pipes(selected.write, 1);
}

}  // namespace

const std::map<std::string_view, Operation>& operations() {
    static const std::map<std::string_view, Operation> all = [] {
        auto operations = basic_operations();
        operations.merge(queue_operations());
        operations.merge(sync_operations());
        operations.merge(group_operations());
        return operations;
    }();
    return all;
}

std::map<std::string_view, Operation> basic_operations() {
    return {
        {"say", say},
        {"return", return_},
        {"break", break_},
        {"rethrow", rethrow},
        {"raise", raise},
        {"repeat", repeat},
        {"try", try_},
        {"finally", finally},

        {"spawn", spawn},
        {"later", later},
        {"make", make},
        {"start", start},
        {"startlater", startlater},
        {"sleep", sleep},
        {"work", work},
        {"state", state},
        {"join", join},
        {"get", get},
        {"getnow", getnow},
        {"joinall", joinall},
        {"iwait", iwait},
        {"kill", kill},
        {"gkill", gkill},
        {"killall", killall},

        {"timeout", timeout},
        {"with_timeout", with_timeout},
        {"new.timeout", new_timeout},
        {"t.start", t_start},
        {"t.cancel", t_cancel},
        {"t.close", t_close},
        {"t.with", t_with},
        {"t.pending", t_pending},

        {"new.pipe", new_pipe},
        {"p.write", p_write},
        {"p.read", p_read},
        {"p.fill", p_fill},
        {"p.drain", p_drain},
        {"select", select},
    };
}

}  // namespace generated
