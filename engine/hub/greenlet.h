// Greenlets as programs see them, with gevent's names. Handles are cheap to copy; copies are the same
// greenlet. Engine's thread only, as everything in namespace green.
#pragma once

#include <any>
#include <chrono>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/callable_name.h"
#include "hub/greenlet_core.h"
#include "hub/raw_link.h"
#include "hub/repr.h"
#include "hub/timeout.h"

namespace green {

namespace detail {

template <class... Arguments>
class Run;

}  // namespace detail

class Greenlet {
public:
    using Core = GreenletCore;

    // Nobody.
    Greenlet() = default;
    explicit Greenlet(GreenletRef core) : core_(std::move(core)) {}

    // green::spawn, as gevent has it too.
    template <class... Arguments>
    static Greenlet spawn(detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments);

    // Start it, once; spawn has done so (rule R13).
    void start(trace::SourceLocation where = trace::SourceLocation::current());
    template <class Rep, class Period>
    void start_later(std::chrono::duration<Rep, Period> delay,
                     trace::SourceLocation where = trace::SourceLocation::current()) {
        start_later_ns(std::chrono::duration_cast<std::chrono::nanoseconds>(delay), where);
    }

    // Rule R14.
    bool started() const { return core_->started(); }
    bool dead() const { return core_->dead(); }
    bool ready() const { return core_->ready(); }
    bool successful() const { return core_->successful(); }
    explicit operator bool() const { return core_ && core_->started(); }
    // What it raised, or null.
    std::exception_ptr exception() const { return core_->exception(); }

    // Waits until it has ended. Says nothing of how (rule R23).
    void join(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());
    // Waits; raises what it raised, or the Timeout that `limit` is (rule R24).
    void get(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());
    // The same, and returns what its function returned. Throws std::bad_any_cast if that is no T. For a
    // greenlet that was killed there is no T: it throws the GreenletExit.
    template <class T>
    T get(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        // The handle may go while it waits.
        Greenlet self(*this);
        self.get(std::move(limit), where);
        return self.value<T>();
    }
    // What its function returned; throws std::bad_any_cast if there is no T.
    template <class T>
    T value() const {
        const auto* value = core_->value();
        if (value && core_->killed()) std::rethrow_exception(std::any_cast<std::exception_ptr>(value->value));
        return std::any_cast<T>(value ? value->value : std::any());
    }
    // The same without waiting: raises a Timeout while it is not ready.
    void get_nowait() const;
    template <class T>
    T get_nowait() const {
        get_nowait();
        return value<T>();
    }
    // As Python writes it: "None" until it is ready.
    std::string value_repr() const { return core_->value() ? core_->value()->repr : "None"; }

    // Throws `exception` into it at its next turn; `block`: and waits until it has ended, at most
    // `limit`, which expires silently (rules R32 to R35).
    void kill(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());
    void kill(std::exception_ptr exception, bool block = true, TimeLimit limit = {},
              trace::SourceLocation where = trace::SourceLocation::current());

    // Throws `exception` into it now and lets it run until it blocks or ends. Python's throw; for the hub:
    // elsewhere nothing wakes the caller again (rule R36).
    void throw_now(std::exception_ptr exception, trace::SourceLocation where = trace::SourceLocation::current());

    // Calls `link` with it, in the hub, where nothing may block, once it has ended; soon, if it has (rules
    // R19, R20).
    RawLink<Greenlet> rawlink(RawLink<Greenlet> link);
    // The same in a greenlet of its own, which may block (rule R21): however it ended, or only if it was
    // successful, or only if it was not.
    RawLink<Greenlet> link(RawLink<Greenlet> link);
    RawLink<Greenlet> link_value(RawLink<Greenlet> link);
    RawLink<Greenlet> link_exception(RawLink<Greenlet> link);
    // Not called any more, whichever of them added it; silent if it was not to be called (rule R22).
    void unlink(const RawLink<Greenlet>& link) { core_->remove_link(*link.link()); }
    void unlink_all() { core_->remove_all_links(); }
    bool has_links() const { return core_->has_links(); }

    const std::string& name() const { return core_->name(); }
    GreenletCore& core() const { return *core_; }
    friend bool operator==(const Greenlet& a, const Greenlet& b) { return a.core_ == b.core_; }
    friend std::string repr(const Greenlet& greenlet) {
        return greenlet.core_ ? "<Greenlet: " + greenlet.name() + ">" : "None";
    }

private:
    void start_later_ns(std::chrono::nanoseconds delay, trace::SourceLocation where);

    GreenletRef core_;
};

// A name for the new greenlet's track: spawn(named("steve"), worker, …).
struct named {
    explicit named(std::string text) : name(std::move(text)) {}
    std::string name;
};

namespace detail {

template <class Function, class... Arguments>
concept CallableWith = std::is_invocable_v<std::add_lvalue_reference_t<std::decay_t<Function>>,
                                           std::add_lvalue_reference_t<std::decay_t<Arguments>>...>;

// A callable that takes these arguments, and where it was spawned. Being made by a conversion is what
// lets spawn have both any number of arguments and the caller's source line.
template <class... Arguments>
class Run {
public:
    template <CallableWith<Arguments...> Function>
    Run(Function&& function, trace::SourceLocation where = trace::SourceLocation::current())
        : name_(callable_name(function)), where_(where) {
        call_ = [function = std::decay_t<Function>(std::forward<Function>(function))](
                    std::tuple<std::decay_t<Arguments>...>& arguments) mutable {
            using Result = std::invoke_result_t<std::decay_t<Function>&, std::decay_t<Arguments>&...>;
            if constexpr (std::is_void_v<Result>) {
                std::apply(function, arguments);
                return Value{};
            } else {
                Result result = std::apply(function, arguments);
                // Returning one is the same as raising it (rule R17).
                if constexpr (std::is_base_of_v<GreenletExit, Result>) throw Result(std::move(result));
                auto text = to_repr(result);
                return Value{std::any(std::move(result)), std::move(text)};
            }
        };
    }

    const std::string& name() const { return name_; }
    trace::SourceLocation where() const { return where_; }
    GreenletCore::Body bind(Arguments&&... arguments) && {
        return [call = std::move(call_), given = std::tuple<std::decay_t<Arguments>...>(
                                             std::forward<Arguments>(arguments)...)]() mutable { return call(given); };
    }

private:
    std::string name_;
    trace::SourceLocation where_;
    std::function<Value(std::tuple<std::decay_t<Arguments>...>&)> call_;
};

template <class... Arguments>
std::string argument_reprs(const Arguments&... arguments) {
    std::string text;
    ((text += (text.empty() ? "" : ", ") + to_repr(arguments)), ...);
    return text;
}

struct Birth {
    std::string name{};  // for people; empty: the function's
    std::string run;     // the function's
    std::string arguments;
    trace::SourceLocation where;
};
Greenlet create(const Birth& birth, GreenletCore::Body body, GreenletCore::Sort sort = GreenletCore::Sort::Greenlet);
Greenlet spawn(const Birth& birth, GreenletCore::Body body, std::optional<std::chrono::nanoseconds> delay);

}  // namespace detail

// Makes a greenlet and starts it: its start goes to the back of the hub's queue, the caller goes on
// (rule R11). Anything that can be called with (copies of) the arguments.
template <class... Arguments>
Greenlet spawn(detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
    detail::Birth birth{{}, run.name(), detail::argument_reprs(arguments...), run.where()};
    return detail::spawn(birth, std::move(run).bind(std::forward<Arguments>(arguments)...), {});
}
template <class... Arguments>
Greenlet spawn(named name, detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
    detail::Birth birth{std::move(name.name), run.name(), detail::argument_reprs(arguments...), run.where()};
    return detail::spawn(birth, std::move(run).bind(std::forward<Arguments>(arguments)...), {});
}

template <class... Arguments>
Greenlet Greenlet::spawn(detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
    return green::spawn(std::move(run), std::forward<Arguments>(arguments)...);
}

// Starts it through a timer, after the delay (rule R12).
template <class Rep, class Period, class... Arguments>
Greenlet spawn_later(std::chrono::duration<Rep, Period> delay, detail::Run<std::type_identity_t<Arguments>...> run,
                     Arguments&&... arguments) {
    detail::Birth birth{{}, run.name(), detail::argument_reprs(arguments...), run.where()};
    return detail::spawn(birth, std::move(run).bind(std::forward<Arguments>(arguments)...),
                         std::chrono::duration_cast<std::chrono::nanoseconds>(delay));
}

// A greenlet of which nothing can be asked but whether it is over: no join, no value, no links (rule R15).
// An error that leaves it is reported as the hub's.
class RawGreenlet {
public:
    explicit RawGreenlet(GreenletRef core) : core_(std::move(core)) {}

    bool dead() const { return core_->dead(); }
    GreenletCore& core() const { return *core_; }
    friend bool operator==(const RawGreenlet& a, const RawGreenlet& b) { return a.core_ == b.core_; }
    friend std::string repr(const RawGreenlet& greenlet) { return "<greenlet: " + greenlet.core_->name() + ">"; }

private:
    GreenletRef core_;
};

namespace detail {

RawGreenlet spawn_raw(const Birth& birth, GreenletCore::Body body);

}  // namespace detail

// spawn for one of those.
template <class... Arguments>
RawGreenlet spawn_raw(detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
    detail::Birth birth{{}, run.name(), detail::argument_reprs(arguments...), run.where()};
    return detail::spawn_raw(birth, std::move(run).bind(std::forward<Arguments>(arguments)...));
}

// Makes it without starting it: Python's Greenlet(function, …).
template <class... Arguments>
Greenlet make_greenlet(detail::Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
    detail::Birth birth{{}, run.name(), detail::argument_reprs(arguments...), run.where()};
    return detail::create(birth, std::move(run).bind(std::forward<Arguments>(arguments)...));
}

// What Python derives from Greenlet: a greenlet, and the object whose `run` it runs.
template <class T>
class GreenletOf : public Greenlet {
public:
    GreenletOf(const Greenlet& greenlet, std::shared_ptr<T> object) : Greenlet(greenlet), object_(std::move(object)) {}
    T& operator*() const { return *object_; }
    T* operator->() const { return object_.get(); }

private:
    std::shared_ptr<T> object_;
};

// Makes the greenlet of an object, without starting it: `run`, which may be virtual, is its body, and the class
// its name. The object lives as long as the greenlet or a handle.
//
//     struct Ponger : Actor { void receive(Message) override; };   // Actor::run waits for messages
//     auto pong = green::make_greenlet(Ponger());
//     pong->inbox.put(message);
//     pong.start();
template <class T>
requires requires(T& object) { object.run(); }
GreenletOf<T> make_greenlet(T object, trace::SourceLocation where = trace::SourceLocation::current()) {
    const auto shared = std::make_shared<T>(std::move(object));
    const detail::Run<> run([shared] { return shared->run(); }, where);
    return {detail::create({{}, short_type_name(typeid(T)), {}, where}, detail::Run<>(run).bind()), shared};
}

Greenlet getcurrent();
// The one that runs the others: getcurrent() == get_hub() in a raw link, say.
Greenlet get_hub();

// Gives way: goes on after everything that is queued now (rule R28).
void sleep(trace::SourceLocation where = trace::SourceLocation::current());
// `referenced`: it keeps the loop going (rule R6).
void sleep_ns(std::chrono::nanoseconds time, trace::SourceLocation where, bool referenced = true);
// Waits for at least that long (rule R29); zero or less gives way.
template <class Rep, class Period>
void sleep(std::chrono::duration<Rep, Period> time, trace::SourceLocation where = trace::SourceLocation::current()) {
    sleep_ns(std::chrono::duration_cast<std::chrono::nanoseconds>(time), where);
}

// Waits until an iteration of the loop finds nothing else to do of that priority (-2 to 2) or a higher one
// (rule R30). Throws ValueError for another.
void idle(int priority = 0, trace::SourceLocation where = trace::SourceLocation::current());

// Computes for that long without giving way: nobody else runs. Moves the virtual clock.
void work_ns(std::chrono::nanoseconds time, trace::SourceLocation where);
template <class Rep, class Period>
void work(std::chrono::duration<Rep, Period> time, trace::SourceLocation where = trace::SourceLocation::current()) {
    work_ns(std::chrono::duration_cast<std::chrono::nanoseconds>(time), where);
}

// kill without waiting (rule R36).
void kill(const Greenlet& greenlet, std::exception_ptr exception = std::make_exception_ptr(GreenletExit()),
          trace::SourceLocation where = trace::SourceLocation::current());
void kill(const RawGreenlet& greenlet, std::exception_ptr exception = std::make_exception_ptr(GreenletExit()),
          trace::SourceLocation where = trace::SourceLocation::current());
// Kills several through one callback; its limit raises (rule R37).
struct KillOptions {
    std::exception_ptr exception = std::make_exception_ptr(GreenletExit());
    bool block = true;
    TimeLimit timeout = {};
};
void killall(std::span<const Greenlet> greenlets, KillOptions options = {},
             trace::SourceLocation where = trace::SourceLocation::current());
void killall(std::initializer_list<Greenlet> greenlets, KillOptions options = {},
             trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
