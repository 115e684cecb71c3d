// gevent.event.AsyncResult: a value, or an exception, that will be there later. A handle; copies are the
// same result. AsyncResult<> carries no value, it only says that something is done.
//
//     green::AsyncResult<int> answer("answer");
//     green::spawn(compute).rawlink(answer);   // takes over what compute returns or raises
//     answer.get();                            // waits; returns it, or raises it
#pragma once

#include <concepts>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "hub/kept_repr.h"
#include "sync/linkable.h"

namespace green {

// All of it but the value.
class AsyncResultCore : public LinkableCore {
public:
    AsyncResultCore(std::string name, trace::SourceLocation where);

    virtual bool successful() const = 0;
    bool ready() const override { return error_ || successful(); }
    const std::exception_ptr& exception() const { return error_; }
    void set_exception(std::exception_ptr error, trace::SourceLocation where);
    // Until it is ready. The limit raises for get, and not for wait (rule R50).
    void wait_to_get(const TimeLimit& limit, trace::SourceLocation where);
    void wait(const TimeLimit& limit, trace::SourceLocation where);
    // Raises the error, or a Timeout while it is not ready.
    [[noreturn]] void raise() const;

protected:
    void has_been_set(std::string_view value, trace::SourceLocation where);

private:
    std::exception_ptr error_;
};

namespace detail {

template <class Stored>
class AsyncResultOf final : public AsyncResultCore {
public:
    using AsyncResultCore::AsyncResultCore;

    bool successful() const override { return value_.has_value(); }
    const std::optional<Stored>& value() const { return value_; }
    void set(Stored value, trace::SourceLocation where) {
        const auto text = kept_repr(value);
        value_ = std::move(value);
        has_been_set(text, where);
    }
    const Stored& value_or_raise() const {
        if (!value_) raise();
        return *value_;
    }

private:
    std::optional<Stored> value_;
};

template <class T>
using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

}  // namespace detail

template <class T = void>
class AsyncResult : public LinkableHandle<AsyncResult<T>, detail::AsyncResultOf<detail::Stored<T>>> {
    using Base = LinkableHandle<AsyncResult, detail::AsyncResultOf<detail::Stored<T>>>;
    using Stored = detail::Stored<T>;

public:
    // Needs a run under way (std::logic_error).
    explicit AsyncResult(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : Base(boost::intrusive_ptr(new typename Base::Core(std::move(name), where))) {}
    using Base::Base;

    // Never switches. May be set again, which replaces; a value hides an exception.
    void set(Stored value, trace::SourceLocation where = trace::SourceLocation::current()) {
        this->core().set(std::move(value), where);
    }
    void set(trace::SourceLocation where = trace::SourceLocation::current()) requires std::is_void_v<T> {
        this->core().set({}, where);
    }
    void set_exception(std::exception_ptr error, trace::SourceLocation where = trace::SourceLocation::current()) {
        this->core().set_exception(std::move(error), where);
    }
    template <class Exception>
    requires(!std::convertible_to<Exception, std::exception_ptr>) void set_exception(
        Exception error, trace::SourceLocation where = trace::SourceLocation::current()) {
        set_exception(std::make_exception_ptr(std::move(error)), where);
    }

    bool successful() const { return this->core().successful(); }
    // None until it is set.
    std::optional<Stored> value() const requires(!std::is_void_v<T>) { return this->core().value(); }
    // Null unless it was set to one.
    std::exception_ptr exception() const { return this->core().exception(); }

    // Waits; returns the value, or raises the exception, or the limit's Timeout.
    T get(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        // The handle may go while its greenlet waits.
        const AsyncResult self(*this);
        self.core().wait_to_get(limit, where);
        return self.get_nowait();
    }
    // Raises a Timeout while it is not ready.
    T get_nowait() const {
        [[maybe_unused]] const auto& value = this->core().value_or_raise();
        if constexpr (!std::is_void_v<T>) return value;
    }
    // Waits, at most as long as the limit says; returns what there is of a value then.
    void wait(TimeLimit limit = {},
              trace::SourceLocation where = trace::SourceLocation::current()) requires std::is_void_v<T> {
        this->core().wait(limit, where);
    }
    std::optional<Stored> wait(
        TimeLimit limit = {},
        trace::SourceLocation where = trace::SourceLocation::current()) requires(!std::is_void_v<T>) {
        const AsyncResult self(*this);
        // The value of now, if there is one: others may set another before it is this greenlet's turn.
        if (self.ready()) {
            auto value = self.value();
            self.core().wait(limit, where);
            return value;
        }
        self.core().wait(limit, where);
        return self.value();
    }

    // As a link: takes over what its source has. The value of a greenlet that was killed is no T, but its
    // GreenletExit; that is taken over as an exception.
    void operator()(const Greenlet& source) {
        if (!source.successful()) return set_exception(source.exception(), nowhere());
        try {
            if constexpr (std::is_void_v<T>)
                set(nowhere());
            else
                set(source.template value<T>(), nowhere());
        } catch (const GreenletExit&) {
            set_exception(std::current_exception(), nowhere());
        }
    }
    void operator()(const AsyncResult& source) {
        if (source.successful())
            this->core().set(*source.core().value(), nowhere());
        else
            set_exception(source.exception(), nowhere());
    }

private:
    // The hub does it.
    static trace::SourceLocation nowhere() { return {}; }
};

}  // namespace green
