// Python's `with lock:`, for anything with acquire and release.
//
//     const green::With holding(lock);
//
// std::scoped_lock does the same, but the record can't say where in the program it stands.
#pragma once

#include <exception>
#include <utility>
#include "trace/source_location.h"

#include "hub/timeout.h"

namespace green {

template <class Lock>
class With {
public:
    // Waits for it.
    explicit With(Lock lock, trace::SourceLocation where = trace::SourceLocation::current())
        : lock_(std::move(lock)), where_(where), exceptions_(std::uncaught_exceptions()) {
        lock_.acquire(TimeLimit(), where_);
    }
    // Throws what `release` throws, unless the block ends with another exception already.
    ~With() noexcept(false) {
        try {
            lock_.release(where_);
        } catch (...) {
            if (std::uncaught_exceptions() == exceptions_) throw;
        }
    }
    With(const With&) = delete;
    With& operator=(const With&) = delete;

private:
    Lock lock_;
    trace::SourceLocation where_;
    int exceptions_;
};

}  // namespace green
