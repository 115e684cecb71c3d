// A pool of real processes, as Python's multiprocessing has it: for comparing with a pool of greenlets, and for
// computing on all processors. Nobody can tell in which order the results come.
//
//     green::ProcessPool pool(10);
//     for (int n : pool.imap_unordered(echo, numbers)) …
//
// The function runs in copies of this process and must not use the engine.
#pragma once

#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/errors.h"
#include "hub/next_iterator.h"
#include "process/workers.h"

namespace green {

namespace detail {

// What can come back from a process.
template <class T>
concept Portable = std::is_same_v<T, std::string> || std::is_trivially_copyable_v<T>;

template <Portable T>
std::string to_bytes(const T& value) {
    if constexpr (std::is_same_v<T, std::string>)
        return value;
    else
        return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}
template <Portable T>
T from_bytes(const std::string& bytes) {
    if constexpr (std::is_same_v<T, std::string>) {
        return bytes;
    } else {
        T value;
        std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }
}

}  // namespace detail

// Results of processes, as they come; one that failed throws RuntimeError with its text.
template <class T>
class ProcessResults {
public:
    ProcessResults(std::shared_ptr<Workers> workers, trace::SourceLocation where)
        : workers_(std::move(workers)), where_(where) {}

    // None when there are no more.
    std::optional<T> next(trace::SourceLocation where = trace::SourceLocation::current()) {
        // The handle may go while its greenlet waits.
        const auto workers = workers_;
        const auto outcome = workers->next(where);
        if (!outcome) return std::nullopt;
        if (outcome->failed) throw RuntimeError(outcome->bytes);
        return detail::from_bytes<T>(outcome->bytes);
    }

    auto begin() { return detail::NextIterator(Next{this}); }
    static std::default_sentinel_t end() { return {}; }

private:
    struct Next {
        std::optional<T> operator()() const { return from->next(from->where_); }
        ProcessResults* from;
    };

    std::shared_ptr<Workers> workers_;
    trace::SourceLocation where_;
};

class ProcessPool {
public:
    // So many at a time; they are made for each call. Throws ValueError for none.
    explicit ProcessPool(std::size_t processes) : processes_(processes) {
        if (processes == 0) throw ValueError("Number of processes must be at least 1");
    }

    // f of each item, as they come. The processes begin at once. Throws std::system_error where processes
    // or descriptors run out; needs a run under way (std::logic_error).
    template <class Function, std::ranges::input_range Items>
    auto imap_unordered(Function f, const Items& items,
                        trace::SourceLocation where = trace::SourceLocation::current()) const {
        using Item = std::ranges::range_value_t<const Items>;
        using Result = std::invoke_result_t<Function&, const Item&>;
        const std::vector<Item> all(std::ranges::begin(items), std::ranges::end(items));
        const auto work = [&](std::size_t n) { return detail::to_bytes<Result>(f(all[n])); };
        return ProcessResults<Result>(std::make_shared<Workers>(processes_, all.size(), work), where);
    }
    // f of each item, in the items' order; throws RuntimeError with the text of the first failure by
    // position.
    template <class Function, std::ranges::input_range Items>
    auto map(Function f, const Items& items, trace::SourceLocation where = trace::SourceLocation::current()) const {
        using Item = std::ranges::range_value_t<const Items>;
        using Result = std::invoke_result_t<Function&, const Item&>;
        const std::vector<Item> all(std::ranges::begin(items), std::ranges::end(items));
        const auto work = [&](std::size_t n) { return detail::to_bytes<Result>(f(all[n])); };
        Workers workers(processes_, all.size(), work);
        std::vector<Workers::Outcome> outcomes(all.size());
        while (auto outcome = workers.next(where)) outcomes[outcome->item] = std::move(*outcome);
        std::vector<Result> results;
        for (const auto& outcome : outcomes) {
            if (outcome.failed) throw RuntimeError(outcome.bytes);
            results.push_back(detail::from_bytes<Result>(outcome.bytes));
        }
        return results;
    }

private:
    std::size_t processes_;
};

}  // namespace green
