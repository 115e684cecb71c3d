// Limits on how long a piece of code may take (rules R38 to R45), with gevent's names.
#pragma once

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include "trace/source_location.h"

#include "hub/errors.h"
#include "trace/ids.h"

namespace green {

// Timeout(1s, silent): a Scope of it ends quietly.
struct Silent {};
inline constexpr Silent silent{};

// A handle: copies are the same timeout, and what is thrown on expiry is such a copy. Compare with `==`
// to know your own. Engine's thread only.
class Timeout : public BaseException {
public:
    // Never expires.
    Timeout();
    // Armed by `start`, not here. Zero or less: as soon as the loop has polled once.
    template <class Rep, class Period>
    explicit Timeout(std::chrono::duration<Rep, Period> limit) : Timeout(in_ns(limit), nullptr, {}, false) {}
    template <class Rep, class Period>
    Timeout(std::chrono::duration<Rep, Period> limit, Silent) : Timeout(in_ns(limit), nullptr, {}, true) {}
    // The text goes into the message.
    template <class Rep, class Period>
    Timeout(std::chrono::duration<Rep, Period> limit, const char* text) : Timeout(in_ns(limit), nullptr, text, false) {}
    // Throws `exception` instead of itself.
    template <class Rep, class Period, class Exception>
    requires(!std::convertible_to<Exception, std::string>)
        Timeout(std::chrono::duration<Rep, Period> limit, Exception exception)
        : Timeout(in_ns(limit), std::make_exception_ptr(std::move(exception)), {}, false) {}

    // Throws into the greenlet that calls this when the time is up. std::logic_error if it is pending,
    // or was closed.
    void start(trace::SourceLocation where = trace::SourceLocation::current());
    template <class... Arguments>
    static Timeout start_new(Arguments&&... arguments) {
        Timeout timeout(std::forward<Arguments>(arguments)...);
        timeout.start();
        return timeout;
    }
    // May be started again. As in gevent (over libev), it then has the time that was left; once it has
    // expired, none.
    void cancel(trace::SourceLocation where = trace::SourceLocation::current());
    // Cancels for good.
    void close(trace::SourceLocation where = trace::SourceLocation::current());

    // What it is in a program of another language. `keep` holds that object, and is asked each time the timeout
    // is started; `thrown` is what expires in the place of this handle, unless an exception was given.
    struct Face {
        std::function<std::shared_ptr<void>()> keep;
        std::function<std::exception_ptr(const Timeout&)> thrown;
    };
    void set_face(Face face);

    bool pending() const;
    // When it is due, while it is pending; else trace::never.
    trace::Nanoseconds deadline() const;
    // As it was given; none if it never expires.
    std::optional<std::chrono::nanoseconds> limit() const;
    bool is_silent() const;
    // "1 second", "0.5 seconds: text", "2 seconds (silent)"; empty if it never expires.
    std::string message() const override;
    friend bool operator==(const Timeout& a, const Timeout& b) { return a.state_ == b.state_; }

    // With all there is: an exception to throw instead of itself, or null, and a text for the message.
    Timeout(trace::Nanoseconds limit, std::exception_ptr exception, std::string text, bool silent);
    // Does not keep the loop going.
    void set_unreferenced();

    class Scope;

private:
    struct State;
    template <class Rep, class Period>
    static trace::Nanoseconds in_ns(std::chrono::duration<Rep, Period> time) {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    }

    std::shared_ptr<State> state_;
};

// Python's `with Timeout(…):` starts it unless it is pending, and closes it at the end of the block.
class Timeout::Scope {
public:
    explicit Scope(Timeout timeout, trace::SourceLocation where = trace::SourceLocation::current())
        : timeout_(std::move(timeout)), where_(where) {
        if (!timeout_.pending()) timeout_.start(where);
    }
    ~Scope() { timeout_.close(where_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    const Timeout& timeout() const { return timeout_; }

private:
    Timeout timeout_;
    trace::SourceLocation where_;
};

// Python's `with Timeout(…):` around `block`, where the timeout may be silent: it swallows this very
// Timeout and no other. Returns whether the block came to its end.
template <class Block>
bool within(Timeout timeout, Block&& block, trace::SourceLocation where = trace::SourceLocation::current()) {
    const Timeout::Scope scope(timeout, where);
    try {
        std::forward<Block>(block)();
        return true;
    } catch (const Timeout& expired) {
        if (expired != timeout || !timeout.is_silent()) throw;
        return false;
    }
}

// What every blocking call takes as its limit: nothing, a time, or a Timeout of one's own (rule R43).
class TimeLimit {
public:
    TimeLimit() = default;
    TimeLimit(std::nullopt_t) {}
    template <class Rep, class Period>
    TimeLimit(std::chrono::duration<Rep, Period> time)
        : time_(std::chrono::duration_cast<std::chrono::nanoseconds>(time)) {}
    TimeLimit(Timeout timeout) : timeout_(std::move(timeout)) {}

    // The time, where one was given: for the record.
    const std::optional<std::chrono::nanoseconds>& time() const { return time_; }

    // The limit for one call: armed now, taken back when this goes.
    class Running;

private:
    std::optional<std::chrono::nanoseconds> time_;
    std::optional<Timeout> timeout_;
};

class TimeLimit::Running {
public:
    // What the end of the call does to a Timeout of the program's own: gevent's calls don't agree.
    enum class AtEnd { Cancel, Close };
    Running(const TimeLimit& limit, trace::SourceLocation where, AtEnd at_end = AtEnd::Cancel);
    // Throws `exception` on expiry, unless a Timeout was given: that throws what it always throws.
    template <class Exception>
    Running(const TimeLimit& limit, Exception exception, trace::SourceLocation where, AtEnd at_end = AtEnd::Cancel)
        : where_(where), at_end_(at_end) {
        if (limit.time_)
            start(Timeout(*limit.time_, std::move(exception)));
        else if (limit.timeout_)
            start(*limit.timeout_);
    }
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    trace::Nanoseconds deadline() const { return timeout_ ? timeout_->deadline() : trace::never; }
    // Whether what was caught is this limit's own expiry.
    bool owns(const Timeout& expired) const { return timeout_ && expired == *timeout_; }

private:
    void start(Timeout timeout);

    std::optional<Timeout> timeout_;
    trace::SourceLocation where_;
    AtEnd at_end_ = AtEnd::Cancel;
};

// f's result; on its own expiry `timeout_value` if that is given, else it throws (rule R44).
template <class Function>
auto with_timeout(Timeout timeout, Function&& function,
                  trace::SourceLocation where = trace::SourceLocation::current()) {
    const Timeout::Scope scope(std::move(timeout), where);
    return std::forward<Function>(function)();
}
template <class Function, class Result>
Result with_timeout(Timeout timeout, Function&& function, Result timeout_value,
                    trace::SourceLocation where = trace::SourceLocation::current()) {
    const Timeout::Scope scope(timeout, where);
    try {
        return std::forward<Function>(function)();
    } catch (const Timeout& expired) {
        if (expired != timeout) throw;
        return timeout_value;
    }
}

}  // namespace green
