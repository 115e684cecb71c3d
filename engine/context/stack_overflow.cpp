#include "context/stack_overflow.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <mutex>

#include "context/sanitizers.h"

namespace green::context {

namespace {

constexpr std::size_t signal_stack_bytes = std::size_t{64} * 1024;

// A signal handler has nothing but the thread's own variables to look at.
thread_local const RunningStack* const* running_stack = nullptr;

struct PreviousHandler {
    struct sigaction action {};
};

PreviousHandler& previous_handler() {
    static PreviousHandler previous;
    return previous;
}

void say(const char* text) {
    // Nothing can be done if stderr is gone.
    [[maybe_unused]] const auto written = write(STDERR_FILENO, text, std::strlen(text));
}

void say(std::size_t number) {
    std::array<char, 24> digits{};
    auto at = digits.size() - 1;
    do digits[--at] = static_cast<char>('0' + number % 10);
    while (number /= 10);
    say(&digits[at]);
}

void on_fault(int signal, siginfo_t* info, void* context) {
    const auto* running = running_stack ? *running_stack : nullptr;
    if (running && StackPool::in_guard(running->stack, info->si_addr)) {
        say("greenscope: greenlet ");
        say(running->name);
        say(" used up its stack of ");
        say(running->stack.size / 1024);
        say(" KiB");
        if (running->line > 0) {
            say("; its last engine call was in ");
            say(running->file);
            say(", line ");
            say(running->line);
        }
        say(". Does a function call itself without end?\n");
        _exit(128 + signal);
    }
    // Not ours: the instruction faults again under the handler that was there before.
    sigaction(signal, &previous_handler().action, nullptr);
    (void)context;
}

void install_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_sigaction = on_fault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigaction(SIGSEGV, &action, &previous_handler().action);
    });
}

}  // namespace

StackOverflowReport::StackOverflowReport(const RunningStack* const& running) {
    if (sanitized) return;
    signal_stack_ = std::make_unique<std::byte[]>(signal_stack_bytes);
    stack_t stack{};
    stack.ss_sp = signal_stack_.get();
    stack.ss_size = signal_stack_bytes;
    sigaltstack(&stack, nullptr);
    running_stack = &running;
    install_once();
}

StackOverflowReport::~StackOverflowReport() {
    if (sanitized) return;
    running_stack = nullptr;
    stack_t off{};
    off.ss_flags = SS_DISABLE;
    sigaltstack(&off, nullptr);
}

}  // namespace green::context
