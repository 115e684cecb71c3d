// Waiting for several objects at once: greenlets, events, semaphores.
#pragma once

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "hub/link_target.h"
#include "hub/next_iterator.h"

namespace green {

struct WaitOptions {
    std::optional<std::chrono::nanoseconds> timeout = {};
    // Stops after so many.
    std::optional<std::size_t> count = {};
};

// A wait for several, of whatever kind.
class WaitCore {
public:
    using Targets = std::vector<boost::intrusive_ptr<LinkTarget>>;

    WaitCore(Targets targets, WaitOptions options, trace::WaitReason reason, trace::SourceLocation where);
    ~WaitCore();
    WaitCore(const WaitCore&) = delete;
    WaitCore& operator=(const WaitCore&) = delete;

    // The next that is ready; null when there are no more, or the time is up.
    LinkTarget* next();
    void close();

private:
    struct State;

    Targets targets_;
    WaitOptions options_;
    trace::WaitReason reason_;
    trace::SourceLocation where_;
    std::size_t left_;
    bool begun_ = false;
    std::shared_ptr<State> state_;  // while it is linked
};

// gevent's iwait: links to all of them when the first is asked for, then hands them out in the order of
// their notifications, waking once for each (rule R25). Item is Greenlet or Waitable.
//
//     for (const auto& greenlet : green::iwait(greenlets)) …
//
// As in gevent, whoever leaves such a loop early leaves the links behind, and the timer of the limit, which
// keeps the loop going; `close` is what the end of Python's `with gevent.iwait(…)` does.
template <class Item>
class WaitIterator {
public:
    WaitIterator(std::span<const Item> items, WaitOptions options, trace::WaitReason reason,
                 trace::SourceLocation where)
        : core_(targets_of(items), options, reason, where) {}

    // The next that has ended, or is set or free; none when there are no more, or the time is up.
    std::optional<Item> next() {
        auto* ready = core_.next();
        if (!ready) return std::nullopt;
        if constexpr (std::is_same_v<Item, Greenlet>)
            return Greenlet(GreenletRef(static_cast<GreenletCore*>(ready)));
        else
            return Item(*ready);
    }
    // Takes back the links and the timer: there is no next one.
    void close() { core_.close(); }

    auto begin() { return detail::NextIterator(Next{this}); }
    static std::default_sentinel_t end() { return {}; }

private:
    struct Next {
        std::optional<Item> operator()() const { return from->next(); }
        WaitIterator* from;
    };

    static WaitCore::Targets targets_of(std::span<const Item> items) {
        WaitCore::Targets targets;
        for (const auto& item : items) targets.emplace_back(&Waitable(item).target());
        return targets;
    }

    WaitCore core_;
};

inline WaitIterator<Greenlet> iwait(std::span<const Greenlet> greenlets, WaitOptions options = {},
                                    trace::SourceLocation where = trace::SourceLocation::current()) {
    return {greenlets, options, trace::WaitReason::JoinAll, where};
}
inline WaitIterator<Greenlet> iwait(std::initializer_list<Greenlet> greenlets, WaitOptions options = {},
                                    trace::SourceLocation where = trace::SourceLocation::current()) {
    return iwait(std::span(greenlets.begin(), greenlets.size()), options, where);
}
// iwait({event, greenlet}): events, results and semaphores too. A semaphore is not acquired by that.
inline WaitIterator<Waitable> iwait(const std::vector<Waitable>& objects, WaitOptions options = {},
                                    trace::SourceLocation where = trace::SourceLocation::current()) {
    return {objects, options, trace::WaitReason::Wait, where};
}
// What iwait hands out, as a list (rule R26).
std::vector<Waitable> wait(const std::vector<Waitable>& objects, WaitOptions options = {},
                           trace::SourceLocation where = trace::SourceLocation::current());
std::vector<Greenlet> wait(std::span<const Greenlet> greenlets, WaitOptions options = {},
                           trace::SourceLocation where = trace::SourceLocation::current());

// gevent's wait without objects: until the loop has nothing left that could happen; true then, and false if
// the time is up before. Only main may call it (std::logic_error elsewhere) (rule R27).
bool wait(trace::SourceLocation where = trace::SourceLocation::current());
bool wait_ns(std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where);
template <class Rep, class Period>
bool wait(std::chrono::duration<Rep, Period> timeout, trace::SourceLocation where = trace::SourceLocation::current()) {
    return wait_ns(std::chrono::duration_cast<std::chrono::nanoseconds>(timeout), where);
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
