// Memory for the frames of Python's functions. CPython asks for a chunk of 16 KiB for each thread state, which means
// for each greenlet, and on its own maps it and unmaps it again: that took longer than all else about a short greenlet.
// These come from slabs and are used again, hottest first, until the interpreter ends. They also begin at different
// places of a page. All at the same one, as mapped ones do, a thousand would compete for the same few cache lines.
#pragma once

#include "python/ref.h"

#include <cstddef>
#include <mutex>
#include <vector>

namespace green::python {

// One for the process, as the interpreter's allocators are. Any thread.
class FrameMemory {
public:
    // Before the interpreter begins. More than once does nothing more.
    static void install();
    // After it has ended: what nobody uses goes back to the system.
    static void release();

private:
    FrameMemory();
    static FrameMemory& get();
    void* take() noexcept;
    void give_back(void* chunk) noexcept;
    void add_slab();
    void free_slabs();

    PyObjectArenaAllocator otherwise_{};  // for what is no chunk of frames
    std::mutex mutex_;
    std::vector<std::byte*> slabs_;
    std::vector<void*> free_;
    std::size_t in_use_ = 0;
};

}  // namespace green::python
