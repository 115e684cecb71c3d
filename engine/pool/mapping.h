// apply, map and their kin, which groups and pools have in common (rule R63). Each call of the function
// gets a greenlet of its own.
#pragma once

#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "pool/imap.h"

namespace green::detail {

template <class Function, class Items>
using MappedTo = std::invoke_result_t<Function&, std::ranges::range_reference_t<Items>>;

// Self has `spawn_task(birth, body)`, which may wait for room and returns the started Greenlet, `full()`,
// and `calls_at_once()`: whether the caller is itself one of its tasks. Self is a handle.
template <class Self>
class Mapping {
public:
    // f's result, or its exception. From a member, f is called on the spot: a full pool would never have
    // room.
    template <class Function, class... Arguments>
    auto apply(Function f, std::tuple<Arguments...> arguments = {},
               trace::SourceLocation where = trace::SourceLocation::current()) {
        using Result = std::invoke_result_t<Function&, Arguments&...>;
        if (self().calls_at_once()) return std::apply(f, arguments);
        Greenlet task = spawn_call(f, std::move(arguments), where);
        if constexpr (std::is_void_v<Result>)
            task.get({}, where);
        else
            return task.template get<Result>({}, where);
    }

    // Never waits: returns a Greenlet with f's result, and calls `callback` with that, if f did not raise.
    template <class Function, class... Arguments, class Callback = std::nullptr_t>
    Greenlet apply_async(Function f, std::tuple<Arguments...> arguments = {}, Callback callback = {},
                         trace::SourceLocation where = trace::SourceLocation::current()) {
        using Result = std::invoke_result_t<Function&, Arguments&...>;
        constexpr bool calls_back = !std::is_same_v<Callback, std::nullptr_t>;
        if (self().full()) {
            return detail::spawn({{}, "apply_cb", {}, where},
                                 [self = self(), f, arguments, callback, where]() mutable {
                                     return value_of([&] { return self.apply_cb(f, arguments, callback, where); });
                                 },
                                 {});
        }
        Greenlet task = spawn_call(f, std::move(arguments), where);
        if constexpr (calls_back)
            task.link([callback](const Greenlet& done) mutable {
                if (done.successful()) callback(done.template value<Result>());
            });
        return task;
    }

    // apply, and then `callback` with the result, in a greenlet of its own.
    template <class Function, class... Arguments, class Callback = std::nullptr_t>
    auto apply_cb(Function f, std::tuple<Arguments...> arguments = {}, Callback callback = {},
                  trace::SourceLocation where = trace::SourceLocation::current()) {
        if constexpr (std::is_same_v<Callback, std::nullptr_t>) {
            return apply(std::move(f), std::move(arguments), where);
        } else {
            auto result = apply(std::move(f), std::move(arguments), where);
            detail::spawn({{}, callable_name(callback), to_repr(result), where},
                          [callback, result]() mutable {
                              callback(result);
                              return Value{};
                          },
                          {});
            return result;
        }
    }

    // f of each item, in the items' order; throws the first failure by position.
    template <class Function, std::ranges::input_range Items>
    auto map(Function f, Items&& items, trace::SourceLocation where = trace::SourceLocation::current()) {
        using Result = MappedTo<Function, Items>;
        static_assert(!std::is_void_v<Result>, "what is mapped has to return something");
        Greenlet mapper = spawn_mapper(std::move(f), std::forward<Items>(items), where);
        return mapper.get<std::vector<Result>>({}, where);
    }
    // The same, in a Greenlet whose value is the vector, and which then calls `callback` with it.
    template <class Function, std::ranges::input_range Items, class Callback = std::nullptr_t>
    Greenlet map_async(Function f, Items&& items, Callback callback = {},
                       trace::SourceLocation where = trace::SourceLocation::current()) {
        auto copy = copy_of(std::forward<Items>(items));
        return detail::spawn({{}, "map_cb", {}, where},
                             [self = self(), f, copy = std::move(copy), callback, where]() mutable {
                                 return value_of([&] { return self.map_cb(f, std::move(copy), callback, where); });
                             },
                             {});
    }
    template <class Function, std::ranges::input_range Items, class Callback = std::nullptr_t>
    auto map_cb(Function f, Items&& items, Callback callback = {},
                trace::SourceLocation where = trace::SourceLocation::current()) {
        auto results = map(std::move(f), std::forward<Items>(items), where);
        if constexpr (!std::is_same_v<Callback, std::nullptr_t>) callback(results);
        return results;
    }

    // The results one by one, in the items' order, or as they come. A greenlet begins with the items at
    // once, ahead of whoever asks; at most `maxsize` results (and the pool's size of tasks) ahead.
    template <class Function, std::ranges::input_range Items>
    auto imap(Function f, Items&& items, std::optional<std::size_t> maxsize = {},
              trace::SourceLocation where = trace::SourceLocation::current()) {
        return results<true>("IMap", std::move(f), std::forward<Items>(items), maxsize, where);
    }
    template <class Function, std::ranges::input_range Items>
    auto imap_unordered(Function f, Items&& items, std::optional<std::size_t> maxsize = {},
                        trace::SourceLocation where = trace::SourceLocation::current()) {
        return results<false>("IMapUnordered", std::move(f), std::forward<Items>(items), maxsize, where);
    }

private:
    Self& self() { return static_cast<Self&>(*this); }

    template <class Items>
    static auto copy_of(Items&& items) {
        std::vector<std::ranges::range_value_t<Items>> copy;
        if constexpr (std::ranges::sized_range<Items>) copy.reserve(std::ranges::size(items));
        for (auto&& item : items) copy.push_back(std::forward<decltype(item)>(item));
        return copy;
    }

    template <class Call>
    static Value value_of(Call&& call) {
        if constexpr (std::is_void_v<std::invoke_result_t<Call&>>) {
            call();
            return Value{};
        } else {
            auto result = call();
            auto text = to_repr(result);
            return Value{std::any(std::move(result)), std::move(text)};
        }
    }

    template <class Function, class... Arguments>
    Greenlet spawn_call(Function f, std::tuple<Arguments...> arguments, trace::SourceLocation where) {
        Birth birth{{}, callable_name(f), {}, where};
        std::apply([&](const auto&... given) { birth.arguments = argument_reprs(given...); }, arguments);
        return self().spawn_task(birth, [f = std::move(f), arguments = std::move(arguments)]() mutable {
            return value_of([&] { return std::apply(f, arguments); });
        });
    }

    template <class Function, class Items>
    Greenlet spawn_mapper(Function f, Items&& items, trace::SourceLocation where) {
        using Result = MappedTo<Function, Items>;
        return detail::spawn(
            {{}, "__map", {}, where},
            [self = self(), f = std::move(f), items = copy_of(std::forward<Items>(items)), where]() mutable {
                return value_of([&] {
                    std::vector<Greenlet> tasks;
                    tasks.reserve(items.size());
                    for (auto& item : items) tasks.push_back(self.spawn_call(f, std::tuple(item), where));
                    std::vector<Result> results;
                    results.reserve(tasks.size());
                    for (auto& task : tasks) results.push_back(task.template get<Result>({}, where));
                    return results;
                });
            },
            {});
    }

    template <bool ordered, class Function, class Items>
    auto results(const char* name, Function f, Items&& items, std::optional<std::size_t> maxsize,
                 trace::SourceLocation where) {
        using Result = MappedTo<Function, Items>;
        static_assert(!std::is_void_v<Result>, "what is mapped has to return something");
        MapResults<Result, ordered> results(maxsize, where);
        results.start(
            {{}, name, {}, where},
            [self = self(), f = std::move(f), where](auto& item) mutable {
                return self.spawn_call(f, std::tuple(item), where);
            },
            copy_of(std::forward<Items>(items)));
        return results;
    }
};

}  // namespace green::detail
