#include "python/python_program.h"

#include <pthread.h>
#include <signal.h>

#include <array>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "context/context.h"
#include "context/sanitizers.h"
#include "python/errors.h"
#include "python/interpreter.h"
#include "python/thread_objects.h"

namespace green::python {

namespace {

// Of C recursion in Python, 1,000 levels of sorted(key=…) take most: 1.6 MiB.
constexpr std::size_t stack_bytes = std::size_t{2} << 20;
constexpr std::size_t sanitized_stack_bytes = std::size_t{8} << 20;

// Nobody else uses it, and it does nothing where it is not expected.
constexpr int interrupt_signal = SIGURG;

// CPython is one for the process, and so is this.
struct OnlyOne {
    std::mutex mutex;
    bool is_running = false;
    std::optional<pthread_t> interruptible;  // the thread that runs a program, for `interrupt`
};
OnlyOne& only_one() {
    static OnlyOne only;
    return only;
}

class Running {
public:
    Running() {
        auto& only = only_one();
        const std::scoped_lock lock(only.mutex);
        if (only.is_running)
            throw std::runtime_error(
                "another Python program is still running in this process: it did not react to being stopped");
        if (tasks_under_way() > 0)
            throw std::runtime_error("a thread of the Python program that ran before has not come to its end yet");
        only.is_running = true;
    }
    ~Running() {
        auto& only = only_one();
        const std::scoped_lock lock(only.mutex);
        only.is_running = false;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
};

// Python takes some signals for itself, and the program may take others; they are the application's.
class KeepSignalActions {
public:
    KeepSignalActions() {
        for (int number = 1; number < count; ++number) sigaction(number, nullptr, &actions_[number]);
    }
    ~KeepSignalActions() {
        for (int number = 1; number < count; ++number)
            if (number != SIGKILL && number != SIGSTOP) sigaction(number, &actions_[number], nullptr);
    }
    KeepSignalActions(const KeepSignalActions&) = delete;
    KeepSignalActions& operator=(const KeepSignalActions&) = delete;

private:
    static constexpr int count = 32;
    std::array<struct sigaction, count> actions_{};
};

void on_interrupt(int) { PyErr_SetInterruptEx(interrupt_signal); }

void set_handler(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    // Without SA_RESTART a call that waits in the kernel returns, and Python looks at its signals.
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(interrupt_signal, &action, nullptr);
}

// While the interpreter is whole: the handler must not find it half gone.
class Interruptible {
public:
    Interruptible() {
        set_handler(&on_interrupt);
        sigset_t unblocked;
        sigemptyset(&unblocked);
        sigaddset(&unblocked, interrupt_signal);
        pthread_sigmask(SIG_UNBLOCK, &unblocked, nullptr);
        auto& only = only_one();
        const std::scoped_lock lock(only.mutex);
        only.interruptible = pthread_self();
    }
    ~Interruptible() {
        auto& only = only_one();
        const std::scoped_lock lock(only.mutex);
        only.interruptible.reset();
        // One that is on its way is dropped by that.
        set_handler(SIG_IGN);
    }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;
};

// Where in the program it was raised; null if that is not told.
std::optional<ErrorPlace> place_of(Interpreter& interpreter, const std::exception_ptr& error) {
    try {
        const auto exception = python_exception(error);
        const auto place = interpreter.call_boot("error_place", exception.get());
        if (place.get() == Py_None) return std::nullopt;
        return ErrorPlace{utf8(PyTuple_GET_ITEM(place.get(), 0)),
                          static_cast<int>(PyLong_AsLong(PyTuple_GET_ITEM(place.get(), 1)))};
    } catch (const ErrorIsSet&) {
        PyErr_Clear();
        return std::nullopt;
    }
}

}  // namespace

bool available() { return true; }

RunResult run(const PythonProgram& program, trace::Gate& gate, RunOptions options) {
    const Running one_at_a_time;
    const KeepSignalActions applications;
    Interpreter interpreter(program, options);
    const Interruptible interruptible;
    options.guest = &interpreter;
    options.stack_bytes = context::sanitized ? sanitized_stack_bytes : stack_bytes;
    std::optional<ErrorPlace> place;
    auto result = green::run(
        [&] {
            try {
                interpreter.run_program();
            } catch (const context::Unwind&) {
                throw;
            } catch (...) {
                place = place_of(interpreter, std::current_exception());
                throw;
            }
        },
        gate, std::move(options));
    result.error_place = std::move(place);
    return result;
}

void interrupt() {
    auto& only = only_one();
    const std::scoped_lock lock(only.mutex);
    if (only.interruptible) pthread_kill(*only.interruptible, interrupt_signal);
}

}  // namespace green::python
