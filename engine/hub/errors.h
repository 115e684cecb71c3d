// The exceptions of the engine, with gevent's names, and how exceptions are written.
//
// What gevent derives from BaseException does not derive from std::exception here, for the same reason:
// a program's `catch (const std::exception&)` must not swallow a kill or a timeout.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace green {

// The root of what `catch (const std::exception&)` lets through.
class BaseException {
public:
    explicit BaseException(std::string message = {}) : message_(std::move(message)) {}
    virtual ~BaseException() = default;
    virtual std::string message() const { return message_; }

private:
    std::string message_;
};

// Ends a greenlet quietly: it counts as a success, and the exception is its value (rule R17).
class GreenletExit : public BaseException {
public:
    using BaseException::BaseException;
};

// Python's two that end a program. In a greenlet they go on to main at once (rule R68).
class SystemExit : public BaseException {
public:
    explicit SystemExit(int code = 0) : BaseException(std::to_string(code)), code_(code) {}
    // Ends it with 1; the message goes to stderr.
    explicit SystemExit(std::string message) : BaseException(std::move(message)), code_(1), has_message_(true) {}
    int code() const { return code_; }
    bool has_message() const { return has_message_; }

private:
    int code_;
    bool has_message_ = false;
};
class KeyboardInterrupt : public BaseException {
public:
    using BaseException::BaseException;
};

// Main waits and nothing is left that could wake it (rule R69).
class LoopExit : public std::runtime_error {
public:
    explicit LoopExit(const std::string& message, std::vector<std::string> why = {})
        : std::runtime_error(message), why_(std::move(why)) {}
    // Who waits for whom, a line for each, main first: until it is a circle, or nobody is left.
    const std::vector<std::string>& why() const { return why_; }

private:
    std::vector<std::string> why_;
};

// A blocking call in the hub: in a raw link, say (rule R10).
class BlockingSwitchOutError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Two greenlets wait where only one can.
class ConcurrentObjectUseError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// Python's: a semaphore that is released too often, say, or a lock by somebody who does not hold it.
class ValueError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};
// A local that has no value here.
class AttributeError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};
class RuntimeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// queue.Empty and queue.Full of Python.
class Empty : public std::exception {
public:
    const char* what() const noexcept override { return ""; }
};
class Full : public std::exception {
public:
    const char* what() const noexcept override { return ""; }
};

// An exception of a guest language: it says itself how it is written. To be derived from beside one of the
// classes above, or alone.
class Described {
public:
    virtual ~Described() = default;
    virtual std::string described_type() const = 0;
    virtual std::string described_message() const = 0;
    // As a value: "GreenletExit('enough')".
    virtual std::string described_repr() const = 0;
    // For the hub's report: the stack, and "Type: message" as its last line.
    virtual std::string described_at_length() const = 0;
};
// Calls `use` with the Described that the error is, if it is one. Returns whether.
template <class Use>
bool if_described(const std::exception_ptr& error, Use&& use) {
    try {
        if (error) std::rethrow_exception(error);
    } catch (const Described& described) {
        use(described);
        return true;
    } catch (...) {
    }
    return false;
}

// "Type: message", or "Type" without a message. The type is the class's own name without namespaces,
// but for std's.
std::string describe(const std::exception_ptr& error);
// "Type" and "message" of the same.
std::string type_name(const std::exception_ptr& error);
std::string message_of(const std::exception_ptr& error);

// The class's own name: "a::(anonymous namespace)::B<int>" gives "B<int>".
std::string short_type_name(const std::type_info& type);

// The name of the function at that address, if the executable exports it; else empty.
std::string function_name(const void* address);

}  // namespace green
