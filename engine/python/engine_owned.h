// What of the engine a Python object has.
#pragma once

#include <utility>

#include "python/interpreter.h"

namespace green::python {

// A handle to something that the loop or the hub knows. Where another thread lets go of the Python object (Python's
// garbage collector runs wherever it likes), the engine's thread lets go of the handle.
template <class Handle>
struct EngineOwned {
    Handle handle{};

    EngineOwned() = default;
    EngineOwned(const EngineOwned&) = delete;
    EngineOwned& operator=(const EngineOwned&) = delete;
    EngineOwned(EngineOwned&& other) noexcept : handle(std::exchange(other.handle, Handle())) {}
    EngineOwned& operator=(EngineOwned&& other) noexcept {
        std::swap(handle, other.handle);
        return *this;
    }
    ~EngineOwned() {
        auto* interpreter = Interpreter::find_of_process();
        if (handle && !Interpreter::find() && interpreter)
            interpreter->call_in_hub([kept = std::exchange(handle, Handle())] {});
    }
};

}  // namespace green::python
