// gevent.local: a value for each greenlet. A handle; copies are the same local.
//
//     green::Local<std::string> user("user");
//     user.set("ann");      // for the running greenlet; the others see nothing of it
//     user.get();
//
//     green::LocalStack<Request> requests("requests");   // what Werkzeug builds on it
//     const auto request = requests.proxy();             // request->path is that of the request at hand
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/errors.h"
#include "hub/kept_repr.h"
#include "local/local_core.h"

namespace green {

template <class T>
class Local {
public:
    // Each greenlet begins without a value. Needs a run under way (std::logic_error).
    explicit Local(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : core_(new LocalCore(std::move(name), where)) {}
    // With what `initial` returns, which is called in each greenlet that touches it: the __init__ of a
    // subclass in Python. In this one now.
    explicit Local(std::function<T()> initial, std::string name = {},
                   trace::SourceLocation where = trace::SourceLocation::current())
        : core_(new LocalCore(std::move(name), where)), initial_(std::move(initial)) {
        if (initial_) set(initial_(), where);
    }

    // The running greenlet's.
    bool has_value() const { return value().has_value(); }
    // Throws AttributeError without one. Good until the next call that changes it.
    const T& get() const {
        const auto& found = value();
        if (!found.has_value()) throw AttributeError("'" + name() + "' has no value in this greenlet");
        return std::any_cast<const T&>(found);
    }
    const T& operator*() const { return get(); }
    const T* operator->() const { return &get(); }
    void set(T value, trace::SourceLocation where = trace::SourceLocation::current()) {
        bool is_new = false;
        auto& place = core_->mine(is_new);
        const auto text = detail::kept_repr(value);
        // What was there goes last: it may use this very local.
        const auto old = std::exchange(place, std::any(std::move(value)));
        core_->has_stored(text, where);
    }
    // Changes it: user.update([](std::string& name) { name += "!"; }). Throws as `get`.
    template <class Change>
    void update(Change&& change, trace::SourceLocation where = trace::SourceLocation::current()) {
        T changed = get();
        std::forward<Change>(change)(changed);
        set(std::move(changed), where);
    }
    void reset(trace::SourceLocation where = trace::SourceLocation::current()) { core_->reset(where); }

    const std::string& name() const { return core_->name(); }
    friend bool operator==(const Local& a, const Local& b) { return a.core_ == b.core_; }
    friend std::string repr(const Local& local) { return local.name(); }

private:
    const std::any& value() const {
        bool is_new = false;
        const auto& found = core_->mine(is_new);
        if (is_new && initial_) Local(*this).set(initial_(), trace::SourceLocation());
        return found;
    }

    boost::intrusive_ptr<LocalCore> core_;
    std::function<T()> initial_;
};

// The object at hand, whatever that is at the moment.
template <class T>
class LocalProxy {
public:
    // `find` returns null where there is none; then using the proxy throws RuntimeError, with `otherwise`.
    explicit LocalProxy(std::function<const T*()> find, std::string otherwise = "working outside of context")
        : find_(std::move(find)), otherwise_(std::move(otherwise)) {}

    const T& operator*() const {
        const auto* found = find_();
        if (!found) throw RuntimeError(otherwise_);
        return *found;
    }
    const T* operator->() const { return &**this; }
    explicit operator bool() const { return find_() != nullptr; }

private:
    std::function<const T*()> find_;
    std::string otherwise_;
};

// A stack for each greenlet.
template <class T>
class LocalStack {
public:
    // Needs a run under way (std::logic_error).
    explicit LocalStack(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : items_(std::move(name), where) {}

    void push(T item, trace::SourceLocation where = trace::SourceLocation::current()) {
        if (!items_.has_value()) items_.set({}, where);
        items_.update([&](std::vector<T>& items) { items.push_back(std::move(item)); }, where);
    }
    // None from an empty one.
    std::optional<T> pop(trace::SourceLocation where = trace::SourceLocation::current()) {
        if (!top()) return std::nullopt;
        std::optional<T> popped;
        items_.update(
            [&](std::vector<T>& items) {
                popped.emplace(std::move(items.back()));
                items.pop_back();
            },
            where);
        return popped;
    }
    // Null for an empty one. Good until the next push or pop.
    const T* top() const { return items_.has_value() && !items_->empty() ? &items_->back() : nullptr; }
    // The top, at every use of it.
    LocalProxy<T> proxy(std::string otherwise = "working outside of context") const {
        return LocalProxy<T>([stack = *this] { return stack.top(); }, std::move(otherwise));
    }

    const std::string& name() const { return items_.name(); }
    friend bool operator==(const LocalStack& a, const LocalStack& b) { return a.items_ == b.items_; }
    friend std::string repr(const LocalStack& stack) { return stack.name(); }

private:
    Local<std::vector<T>> items_;
};

}  // namespace green
