// What the record calls a callable.
#pragma once

#include <string>
#include <type_traits>
#include <typeinfo>

#include "hub/errors.h"

namespace green {

// The function's own name, if the executable exports it; a class's; or "<lambda>".
template <class Function>
std::string callable_name(const Function& function) {
    if constexpr (std::is_pointer_v<std::decay_t<Function>>) {
        auto name = function_name(reinterpret_cast<const void*>(function));
        return name.empty() ? "function" : name;
    } else {
        // Making it takes longer than spawning a greenlet.
        static const std::string name = short_type_name(typeid(Function));
        return name;
    }
}

}  // namespace green
