// gevent.threadpool: other threads, for calls that would block everybody. A handle; copies are the same pool.
//
//     green::ThreadPool threads(4);
//     green::AsyncResult<int> size = threads.spawn(size_of_file, "big.txt");
//     size.get();   // others run meanwhile
//
// Time that passes in threads is real: a virtual clock does not jump while they work.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/callable_name.h"
#include "sync/async_result.h"
#include "threads/thread_pool_core.h"

namespace green {

class ThreadPool {
public:
    // At most so many threads; they are made when they are needed. Throws ValueError for less than one;
    // needs a run under way (std::logic_error).
    explicit ThreadPool(std::int64_t maxsize = 10, std::string name = {},
                        trace::SourceLocation where = trace::SourceLocation::current())
        : core_(new ThreadPoolCore(maxsize, std::move(name), where)) {}

    // Waits for a free thread, and calls f in it with copies of the arguments; f must not use the engine.
    // What it throws is reported, and is the result's exception.
    template <class Function, class... Arguments>
    auto spawn(Function f, std::tuple<Arguments...> arguments = {},
               trace::SourceLocation where = trace::SourceLocation::current()) {
        using Result = std::invoke_result_t<Function&, Arguments&...>;
        AsyncResult<Result> result(callable_name(f), where);
        const auto outcome = std::make_shared<Outcome<Result>>();
        // The pool has these functions until the task is back: they must not hold it.
        core_->submit(
            [outcome, f = std::move(f), arguments = std::move(arguments)]() mutable { outcome->of(f, arguments); },
            [outcome, result, pool = core_.get()]() mutable {
                if (outcome->error) {
                    Hub::get().handle_error(pool, outcome->error);
                    result.set_exception(outcome->error, trace::SourceLocation());
                } else if constexpr (std::is_void_v<Result>) {
                    result.set(trace::SourceLocation());
                } else {
                    result.set(std::move(*outcome->value), trace::SourceLocation());
                }
            },
            where);
        return result;
    }
    // The same, and waits for the result.
    template <class Function, class... Arguments>
    auto apply(Function f, std::tuple<Arguments...> arguments = {},
               trace::SourceLocation where = trace::SourceLocation::current()) {
        return spawn(std::move(f), std::move(arguments), where).get({}, where);
    }
    // f of each item, in the items' order; throws the first failure by position.
    template <class Function, std::ranges::input_range Items>
    auto map(Function f, Items&& items, trace::SourceLocation where = trace::SourceLocation::current()) {
        using Item = std::ranges::range_value_t<Items>;
        using Result = std::invoke_result_t<Function&, Item&>;
        // The handle may go while its greenlet waits.
        ThreadPool self(*this);
        std::vector<AsyncResult<Result>> results;
        for (const Item& item : items) results.push_back(self.spawn(f, std::tuple(item), where));
        std::vector<Result> values;
        for (auto& result : results) values.push_back(result.get({}, where));
        return values;
    }
    // Until all tasks have come back; false if the limit expired first.
    bool join(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core_->wait_until_idle(limit, where);
    }

    std::int64_t maxsize() const { return core_->size(); }
    // Tasks that have not come back.
    std::size_t size() const { return core_->task_count(); }
    const std::string& name() const { return core_->name(); }
    friend bool operator==(const ThreadPool& a, const ThreadPool& b) { return a.core_ == b.core_; }
    friend std::string repr(const ThreadPool& pool) { return pool.name(); }

private:
    template <class Result>
    struct Outcome {
        template <class Function, class Arguments>
        void of(Function& f, Arguments& arguments) {
            try {
                if constexpr (std::is_void_v<Result>)
                    std::apply(f, arguments);
                else
                    value.emplace(std::apply(f, arguments));
            } catch (...) {
                error = std::current_exception();
            }
        }

        std::optional<detail::Stored<Result>> value;
        std::exception_ptr error;
    };

    boost::intrusive_ptr<ThreadPoolCore> core_;
};

}  // namespace green
