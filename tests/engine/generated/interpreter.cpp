#include "interpreter.h"

#include <unistd.h>

#include <algorithm>

#include "context/context.h"

namespace generated {

std::string described(const std::string& description) {
    const auto name = description.substr(0, description.find(':'));
    if (name == "std") return "Misuse";  // std::logic_error
    if (name == "LoopExit" || name == "BlockingSwitchOutError") return name;
    return description;
}

std::string described(const std::exception_ptr& error) { return described(green::describe(error)); }

std::string repr(const Returned& returned) { return green::to_repr(returned.value); }

green::Timeout Slot::fresh() {
    if (used && !now.pending()) now = make();
    used = true;
    return now;
}

Interpreter::Interpreter(std::string_view text) : bodies_(parse(text)) {}

Interpreter::~Interpreter() {
    for (const auto& pipe : pipes)
        for (const int end : pipe.ends) close(end);
}

void Interpreter::run() {
    try {
        execute(bodies_.at("main"));
    } catch (const green::context::Unwind&) {
        throw;
    } catch (...) {
        green::write("main raised " + described(std::current_exception()) + "\n");
    }
}

Outcome Interpreter::execute(const Block& block) {
    for (const auto& statement : block) {
        try {
            auto outcome = operations().at(statement.words.at(0))(*this, statement);
            if (!outcome.goes_on()) return outcome;
            if (outcome.text) say(statement.words[0] + " " + *outcome.text);
        } catch (const Nobody&) {
        }
    }
    return {};
}

std::string Interpreter::me() const {
    const auto current = green::getcurrent();
    if (current.core().id() == green::Id::Main) return "main";
    const auto found = std::ranges::find(greenlets, current);
    return found == greenlets.end() ? "hub" : "g" + std::to_string(number(current));
}

void Interpreter::say(const std::string& text) const { green::write(me() + " " + text + "\n"); }

std::function<Returned()> Interpreter::body(const std::string& name) {
    return [this, &body = bodies_.at(name)] {
        const auto outcome = execute(body);
        return outcome.next == Outcome::Next::Return ? outcome.returned : Returned{};
    };
}

void Interpreter::add_greenlet(const std::function<green::Greenlet()>& make) {
    if (greenlets.size() < most_objects) greenlets.push_back(make());
}

std::vector<green::Greenlet> Interpreter::some_greenlets(const Statement& s) {
    if (s.words.at(1) == "all" || greenlets.empty()) return greenlets;
    std::vector<green::Greenlet> some;
    for (const auto& number : split(s.words[1], ',')) some.push_back(find(greenlets, number));
    return some;
}

std::size_t Interpreter::number(const green::Greenlet& greenlet) const {
    return static_cast<std::size_t>(std::ranges::find(greenlets, greenlet) - greenlets.begin()) + 1;
}

std::string Interpreter::numbers(const std::vector<green::Greenlet>& of) const {
    std::string text;
    for (const auto& greenlet : of) text += (text.empty() ? "" : " ") + std::to_string(number(greenlet));
    return "[" + text + "]";
}

green::TimeLimit Interpreter::limit(const Statement& s) {
    const auto given = s.option("t");
    if (given.empty()) return {};
    if (given.starts_with('T')) return find(timeouts, given.substr(1)).fresh();
    return milliseconds(given);
}

std::optional<std::chrono::nanoseconds> Interpreter::time_limit(const Statement& s) {
    const auto given = s.option("t");
    if (given.empty()) return {};
    return milliseconds(given);
}

std::optional<std::size_t> Interpreter::count(const Statement& s) {
    const auto given = s.option("n");
    if (given.empty()) return {};
    return std::stoul(given);
}

std::exception_ptr Interpreter::exception(const Statement& s) {
    const auto given = s.option("e");
    const auto comma = given.find(',');
    const auto name = given.substr(0, comma);
    const auto text = comma == std::string::npos ? std::string() : given.substr(comma + 1);
    if (name == "Boom") return std::make_exception_ptr(Boom(text));
    if (name == "Bang") return std::make_exception_ptr(Bang(text));
    if (name == "Fatal") return std::make_exception_ptr(Fatal(text));
    if (name == "Leave") return std::make_exception_ptr(Leave(text));
    if (name == "GreenletExit" || name.empty()) return std::make_exception_ptr(green::GreenletExit(text));
    throw std::runtime_error("no exception " + name);
}

green::Timeout Interpreter::new_timeout(const Statement& s) {
    if (s.words.at(1) == "none") return green::Timeout();
    const auto time = milliseconds(s.words[1]);
    const auto thrown = s.option("e");
    if (thrown == "Boom") return green::Timeout(time, Boom(""));
    if (thrown == "Leave") return green::Timeout(time, Leave());
    if (!thrown.empty()) throw std::runtime_error("no timeout throws " + thrown);
    if (const auto text = s.option("text"); !text.empty()) return green::Timeout(time, text.c_str());
    if (s.has("silent")) return green::Timeout(time, green::silent);
    return green::Timeout(time);
}

}  // namespace generated
