// Stacks for greenlets: reserved in slabs, each with a guard area below that faults, reused hottest
// first. Untouched pages cost nothing. One thread.
#pragma once

#include <cstddef>
#include <vector>

namespace green::context {

struct Stack {
    std::byte* bottom = nullptr;  // lowest usable byte; the guard lies below
    std::size_t size = 0;
    std::byte* top() const { return bottom + size; }
    explicit operator bool() const { return bottom != nullptr; }
};

class StackPool {
public:
    // With it, stacks lie an odd number of pages apart: at a power of two, or nine of it, the entries for a
    // thousand of them would compete for the same few places of the processor's page table cache.
    static constexpr std::size_t guard_bytes = std::size_t{60} * 1024;
    static std::size_t default_size();

    // Guards that need no mapping of their own, where the kernel has them (Linux 6.13): then memory is the only limit
    // to how many stacks there can be. Else, or if that is asked for, each takes two of vm.max_map_count.
    enum class Guards { Best, Mappings };
    explicit StackPool(std::size_t stack_bytes = default_size(), Guards guards = Guards::Best);
    ~StackPool();
    StackPool(const StackPool&) = delete;
    StackPool& operator=(const StackPool&) = delete;

    // Throws std::system_error, naming how many stacks are in use, when the system gives no more.
    Stack take();
    // `stack` came from this pool and nobody runs on it.
    void give_back(Stack stack) noexcept;
    // The memory of `stack` stays as it is for good, even when the pool goes.
    void abandon(Stack stack) noexcept;

    // How many are taken; those that were abandoned count too.
    std::size_t in_use() const { return in_use_; }

    // Whether `address` lies in the guard of `stack`: a fault there is a stack overflow.
    static bool in_guard(const Stack& stack, const void* address) {
        const auto* at = static_cast<const std::byte*>(address);
        return at >= stack.bottom - guard_bytes && at < stack.bottom;
    }

private:
    void add_slab();

    std::size_t stack_bytes_;
    Guards guards_;
    std::vector<void*> slabs_;
    std::vector<Stack> free_;
    std::size_t in_use_ = 0;
};

}  // namespace green::context
