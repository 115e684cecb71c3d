// Values as Python's repr() would write them: the record says the same of a C++ program as of its
// Python twin. At most 200 characters.
#pragma once

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <concepts>
#include <exception>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

#include "hub/errors.h"

namespace green {

inline constexpr std::size_t longest_repr = 200;

// 'it''s' with Python's choice of quotes and escapes.
std::string quoted(std::string_view text);
// 0.1, 1.0, 1e+22.
std::string repr_of_double(double value);
std::string cut_repr(std::string text);
// ValueError('too many'), TimeoutExpired().
std::string repr_of_exception(const std::exception_ptr& error);

// A class of your own writes itself with a function `std::string repr(const T&)` beside it, found by
// argument-dependent lookup.
template <class T>
concept HasOwnRepr = requires(const T& value) {
    { repr(value) } -> std::convertible_to<std::string>;
};

template <class T>
std::string to_repr(const T& value);

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class Range>
std::string repr_items(const Range& range) {
    std::string text;
    for (const auto& item : range) {
        if (!text.empty()) text += ", ";
        text += to_repr(item);
        if (text.size() > longest_repr) break;
    }
    return text;
}

}  // namespace detail

template <class T>
std::string to_repr(const T& value) {
    if constexpr (HasOwnRepr<T>) {
        return cut_repr(repr(value));
    } else if constexpr (std::same_as<T, bool>) {
        return value ? "True" : "False";
    } else if constexpr (std::same_as<T, char>) {
        return quoted(std::string_view(&value, 1));
    } else if constexpr (std::integral<T>) {
        return std::to_string(value);
    } else if constexpr (std::floating_point<T>) {
        return repr_of_double(static_cast<double>(value));
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return cut_repr(quoted(std::string_view(value)));
    } else if constexpr (std::same_as<T, std::nullptr_t> || std::same_as<T, std::nullopt_t> ||
                         std::same_as<T, std::monostate>) {
        return "None";
    } else if constexpr (detail::is_optional<T>) {
        return value ? to_repr(*value) : "None";
    } else if constexpr (requires {
                             typename T::period;
                             value.count();
                         }) {
        return repr_of_double(std::chrono::duration<double>(value).count());
    } else if constexpr (std::is_enum_v<T>) {
        return fmt::format("{}", static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::ranges::input_range<const T>) {
        if constexpr (requires { typename T::mapped_type; }) {
            std::string text;
            for (const auto& [key, mapped] : value) {
                if (!text.empty()) text += ", ";
                text += to_repr(key) + ": " + to_repr(mapped);
                if (text.size() > longest_repr) break;
            }
            return cut_repr("{" + text + "}");
        } else if constexpr (requires { typename T::key_type; }) {
            return cut_repr("{" + detail::repr_items(value) + "}");
        } else {
            return cut_repr("[" + detail::repr_items(value) + "]");
        }
    } else if constexpr (requires { std::tuple_size<T>::value; }) {
        std::string text;
        std::apply([&](const auto&... items) { ((text += (text.empty() ? "" : ", ") + to_repr(items)), ...); }, value);
        return cut_repr("(" + text + (std::tuple_size_v<T> == 1 ? ",)" : ")"));
    } else {
        return "<" + short_type_name(typeid(T)) + ">";
    }
}

}  // namespace green
