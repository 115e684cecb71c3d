#include "python/frame_memory.h"

#include <sys/mman.h>
#include <new>

namespace green::python {

namespace {

// CPython's DATA_STACK_CHUNK_SIZE. A deep recursion asks for larger ones, and arenas for objects are larger too.
constexpr std::size_t chunk_bytes = std::size_t{16} * 1024;
// Five cache lines on: the next 64 chunks begin at 64 different lines of a page.
constexpr std::size_t stride = chunk_bytes + 320;
constexpr std::size_t chunks_in_slab = 64;
constexpr std::size_t slab_bytes = stride * chunks_in_slab;

}  // namespace

FrameMemory::FrameMemory() {
    PyObject_GetArenaAllocator(&otherwise_);
    PyObjectArenaAllocator ours{this,
                                [](void* self, std::size_t size) {
                                    auto& memory = *static_cast<FrameMemory*>(self);
                                    return size == chunk_bytes ? memory.take()
                                                               : memory.otherwise_.alloc(memory.otherwise_.ctx, size);
                                },
                                [](void* self, void* begin, std::size_t size) {
                                    auto& memory = *static_cast<FrameMemory*>(self);
                                    if (size == chunk_bytes) return memory.give_back(begin);
                                    memory.otherwise_.free(memory.otherwise_.ctx, begin, size);
                                }};
    PyObject_SetArenaAllocator(&ours);
}

FrameMemory& FrameMemory::get() {
    // Python may free a chunk when the process ends: it is never destroyed.
    static FrameMemory& memory = *new FrameMemory;
    return memory;
}

void FrameMemory::install() { get(); }

void FrameMemory::release() { get().free_slabs(); }

void* FrameMemory::take() noexcept try {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) add_slab();
    void* const chunk = free_.back();
    free_.pop_back();
    ++in_use_;
    return chunk;
} catch (const std::bad_alloc&) {
    return nullptr;  // a MemoryError
}

void FrameMemory::give_back(void* chunk) noexcept {
    const std::lock_guard lock(mutex_);
    free_.push_back(chunk);
    --in_use_;
}

void FrameMemory::add_slab() {
    // Room for all, so that nothing that is given back needs memory.
    const auto all = (slabs_.size() + 1) * chunks_in_slab;
    if (free_.capacity() < all) free_.reserve(2 * all);
    slabs_.reserve(free_.capacity() / chunks_in_slab);
    void* const slab = mmap(nullptr, slab_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slab == MAP_FAILED) throw std::bad_alloc();
    slabs_.push_back(static_cast<std::byte*>(slab));
    for (std::size_t n = chunks_in_slab; n > 0; --n) free_.push_back(slabs_.back() + (n - 1) * stride);
}

void FrameMemory::free_slabs() {
    const std::lock_guard lock(mutex_);
    // A thread that Python cut off may still have its chunk.
    if (in_use_ > 0) return;
    for (auto* const slab : slabs_) munmap(slab, slab_bytes);
    slabs_.clear();
    free_.clear();
    free_.shrink_to_fit();
}

}  // namespace green::python
