// Exceptions on their way between Python and the engine.
#pragma once

#include "python/ref.h"

#include <exception>
#include <string>

#include "hub/errors.h"

namespace green::python {

// A Python exception in the engine. `value` is an exception, or the class of one: then each who gets it makes his
// own.
class Raised : public Described {
public:
    explicit Raised(Ref value) : value_(std::move(value)) {}
    const Ref& value() const { return value_; }

    std::string described_type() const override;
    std::string described_message() const override;
    std::string described_repr() const override;
    std::string described_at_length() const override;

private:
    Ref value_;
};

// The exception, or class, as the engine sees it: a GreenletExit of Python's is also one of the engine's, and so
// forth. Throws ErrorIsSet with a TypeError if it is neither.
std::exception_ptr as_exception(PyObject* value);
// The same; of anything else the TypeError that raising it gives.
std::exception_ptr as_exception_or_refusal(PyObject* value);
// What gevent's throw() takes: a class, a value or None, a traceback or None.
std::exception_ptr as_exception(PyObject* type, PyObject* value, PyObject* traceback);
// The same of Python's error indicator, which it clears.
std::exception_ptr take_error();
[[noreturn]] void throw_error();
// Sets the error indicator.
void set_error(const std::exception_ptr& error);
// The Python exception that an error of the engine is.
Ref python_exception(const std::exception_ptr& error);

// Python's error indicator is put aside, and back at the end: in the place of whatever is set then.
class ErrorAside {
public:
    ErrorAside() { PyErr_Fetch(&type_, &value_, &traceback_); }
    ~ErrorAside() { PyErr_Restore(type_, value_, traceback_); }
    ErrorAside(const ErrorAside&) = delete;
    ErrorAside& operator=(const ErrorAside&) = delete;

private:
    PyObject* type_ = nullptr;
    PyObject* value_ = nullptr;
    PyObject* traceback_ = nullptr;
};

// Sets the error indicator and throws ErrorIsSet.
[[noreturn]] void fail(PyObject* type, const std::string& message);

// Runs a function of the engine for Python: its exceptions become Python's. Returns a new reference or null.
template <class Function>
PyObject* guarded(Function&& function) noexcept {
    try {
        return function().release();
    } catch (const ErrorIsSet&) {
        return nullptr;
    } catch (...) {
        set_error(std::current_exception());
        return nullptr;
    }
}
template <class Function>
int guarded_int(Function&& function) noexcept {
    try {
        return function();
    } catch (const ErrorIsSet&) {
        return -1;
    } catch (...) {
        set_error(std::current_exception());
        return -1;
    }
}

// Calls Python from the engine: an error that it sets is thrown as the engine's exception.
Ref call(PyObject* function, PyObject* arguments = nullptr, PyObject* keywords = nullptr);

}  // namespace green::python
