// Runs a generated program on the engine. tests/oracle/generated/interpret.py is the same on gevent: an
// operation that is added here is added there.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "any_queue.h"
#include "green.h"
#include "program.h"

namespace generated {

struct Boom : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Bang : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Fatal : green::BaseException {
    using BaseException::BaseException;
};
struct Leave : green::GreenletExit {
    using GreenletExit::GreenletExit;
};

// "Type: message" as the other interpreter writes it.
std::string described(const std::string& description);
std::string described(const std::exception_ptr& error);

// What a greenlet's body returned.
struct Returned {
    std::optional<int> value;
};
std::string repr(const Returned& returned);

// More greenlets, or copies of queues, are not made.
inline constexpr std::size_t most_objects = 70;

struct Pipe {
    int ends[2] = {-1, -1};  // read, write
};

// A Timeout of the program's own, and a new one after each use. The same one, started again, would have
// the time that was left, to the nanosecond: chance, in gevent.
struct Slot {
    std::function<green::Timeout()> make;
    green::Timeout now = make();
    bool used = false;

    green::Timeout fresh();
};

// What an operation tells: a text to print, or where to go on.
struct Outcome {
    enum class Next { Statement, Break, Return, Rethrow };
    Outcome() = default;
    Outcome(std::string printed) : text(std::move(printed)) {}
    Outcome(const char* printed) : text(printed) {}
    Outcome(Next where, Returned with = {}) : next(where), returned(with) {}
    bool goes_on() const { return next == Next::Statement; }

    std::optional<std::string> text;
    Next next = Next::Statement;
    Returned returned;
};

class Interpreter {
public:
    explicit Interpreter(std::string_view text);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    // As the main greenlet.
    void run();

    Outcome execute(const Block& block);
    std::string me() const;
    void say(const std::string& text) const;
    std::function<Returned()> body(const std::string& name);
    // Unless there are too many.
    void add_greenlet(const std::function<green::Greenlet()>& make);

    // Number `number` of those, from 1; goes round.
    template <class T>
    static T& find(std::vector<T>& known, const std::string& number) {
        if (known.empty()) throw Nobody{};
        return known[(std::stoul(number) - 1) % known.size()];
    }
    green::Greenlet greenlet(const Statement& s) { return find(greenlets, s.words.at(1)); }
    std::vector<green::Greenlet> some_greenlets(const Statement& s);
    std::size_t number(const green::Greenlet& greenlet) const;
    std::string numbers(const std::vector<green::Greenlet>& of) const;

    // t=30 in milliseconds, t=T1 a Timeout of the program's own; for those that take no Timeout only the time.
    green::TimeLimit limit(const Statement& s);
    static std::optional<std::chrono::nanoseconds> time_limit(const Statement& s);
    static std::optional<std::size_t> count(const Statement& s);
    static std::exception_ptr exception(const Statement& s);
    static green::Timeout new_timeout(const Statement& s);

    std::vector<green::Greenlet> greenlets;
    std::vector<std::shared_ptr<AnyQueue>> queues;
    std::vector<Slot> timeouts;
    std::vector<Pipe> pipes;
    std::vector<green::Event> events;
    std::vector<green::AsyncResult<Returned>> results;
    std::vector<std::variant<green::Semaphore, green::BoundedSemaphore>> semaphores;
    std::vector<green::RLock> rlocks;
    std::vector<std::variant<green::Group, green::Pool>> groups;

private:
    std::map<std::string, Block> bodies_;
};

using Operation = Outcome (*)(Interpreter&, const Statement&);
const std::map<std::string_view, Operation>& operations();
// Its parts, each in a file of its own.
std::map<std::string_view, Operation> basic_operations();
std::map<std::string_view, Operation> queue_operations();
std::map<std::string_view, Operation> sync_operations();
std::map<std::string_view, Operation> group_operations();

inline std::chrono::milliseconds milliseconds(const std::string& text) {
    return std::chrono::milliseconds(std::stoi(text));
}

}  // namespace generated
