// Waiting for several greenlets at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"

namespace green {

struct WaitOptions {
    std::optional<std::chrono::nanoseconds> timeout = {};
    // Stops after so many.
    std::optional<std::size_t> count = {};
};

// gevent's iwait: links to all of them when the first is asked for, then hands them out in the order of
// their ends, waking once for each (rule R25).
//
//     for (const auto& greenlet : green::iwait(greenlets)) …
class WaitIterator {
public:
    WaitIterator(std::vector<Greenlet> greenlets, WaitOptions options, trace::SourceLocation where);
    ~WaitIterator();
    WaitIterator(const WaitIterator&) = delete;
    WaitIterator& operator=(const WaitIterator&) = delete;

    // The next that has ended; none when there are no more, or the time is up.
    std::optional<Greenlet> next();
    // Lets go of it without taking back the links and the timer.
    void leave_behind();

    class Iterator;
    Iterator begin();
    static std::default_sentinel_t end() { return {}; }

private:
    struct State;

    std::vector<Greenlet> greenlets_;
    WaitOptions options_;
    trace::SourceLocation where_;
    std::size_t left_;
    bool begun_ = false;
    std::shared_ptr<State> state_;  // while it is linked
};

class WaitIterator::Iterator {
public:
    using value_type = Greenlet;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(WaitIterator& from) : from_(&from), item_(from.next()) {}
    const Greenlet& operator*() const { return *item_; }
    Iterator& operator++() {
        item_ = from_->next();
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& iterator, std::default_sentinel_t) { return !iterator.item_; }

private:
    WaitIterator* from_;
    std::optional<Greenlet> item_;
};

inline WaitIterator::Iterator WaitIterator::begin() { return Iterator(*this); }

inline WaitIterator iwait(std::vector<Greenlet> greenlets, WaitOptions options = {},
                          trace::SourceLocation where = trace::SourceLocation::current()) {
    return {std::move(greenlets), options, where};
}

struct JoinOptions {
    std::optional<std::chrono::nanoseconds> timeout = {};
    // Throws the exception of the first to end that failed, at once.
    bool raise_error = false;
    // Is content with so many.
    std::optional<std::size_t> count = {};
};
// Waits for the greenlets, waking once for each; returns those that ended, in that order (rule R26).
std::vector<Greenlet> joinall(std::span<const Greenlet> greenlets, JoinOptions options = {},
                              trace::SourceLocation where = trace::SourceLocation::current());
std::vector<Greenlet> joinall(std::initializer_list<Greenlet> greenlets, JoinOptions options = {},
                              trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
