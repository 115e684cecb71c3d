// A readable report of a stack overflow: which greenlet, and where it was last. The process ends: frames
// that overflowed can't be unwound. Any other fault goes to the handler that was there before.
#pragma once

#include <cstddef>
#include <memory>

#include "context/stack_pool.h"

namespace green::context {

// What the report says of the greenlet that runs. Plain data, because a signal handler reads it.
struct RunningStack {
    Stack stack{};
    const char* name = "";  // of the greenlet
    const char* file = "";  // of its last engine call
    unsigned line = 0;
};

// While it lives, the calling thread's overflows are reported. One at a time on a thread. Does nothing
// under a sanitizer, which has a report of its own.
class StackOverflowReport {
public:
    // `running` must outlive this and always point to a description of the stack in use, or to nothing.
    explicit StackOverflowReport(const RunningStack* const& running);
    ~StackOverflowReport();
    StackOverflowReport(const StackOverflowReport&) = delete;
    StackOverflowReport& operator=(const StackOverflowReport&) = delete;

private:
    std::unique_ptr<std::byte[]> signal_stack_;
};

}  // namespace green::context
