#include "context/stack_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "context/sanitizers.h"

namespace green::context {

namespace {

constexpr std::size_t stacks_in_slab = 16;

// Stacks that begin at the same place of their pages compete for the same lines of the processor's cache: of a
// thousand that take turns only eight would find theirs there. So each begins a little lower than the one before;
// all still have what a waiting greenlet uses in one page.
constexpr std::size_t colours = 32;
constexpr std::size_t colour_bytes = 64;

// Linux 6.13 and later: a guard without a mapping of its own, so that vm.max_map_count is no limit.
constexpr int madvise_guard_install = 102;

bool install_guard(std::byte* at, std::size_t size, StackPool::Guards guards) {
    if (guards == StackPool::Guards::Best && madvise(at, size, madvise_guard_install) == 0) return true;
    return mprotect(at, size, PROT_NONE) == 0;
}

}  // namespace

std::size_t StackPool::default_size() { return sanitized ? std::size_t{2} << 20 : std::size_t{512} << 10; }

StackPool::StackPool(std::size_t stack_bytes, Guards guards) : stack_bytes_(stack_bytes), guards_(guards) {}

StackPool::~StackPool() {
    for (void* slab : slabs_) munmap(slab, stacks_in_slab * (stack_bytes_ + guard_bytes));
}

void StackPool::add_slab() {
    const auto each = stack_bytes_ + guard_bytes;
    const auto refuse = [&] {
        throw std::system_error(errno, std::generic_category(),
                                "no stack for another greenlet (" + std::to_string(in_use_) +
                                    " in use; see vm.max_map_count and the memory limit)");
    };
    void* slab = mmap(nullptr, stacks_in_slab * each, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (slab == MAP_FAILED) refuse();
    // Huge pages would make every stack cost 2 MiB.
    madvise(slab, stacks_in_slab * each, MADV_NOHUGEPAGE);
    auto* at = static_cast<std::byte*>(slab);
    for (std::size_t i = 0; i < stacks_in_slab; ++i)
        if (!install_guard(at + i * each, guard_bytes, guards_)) {
            const int error = errno;
            munmap(slab, stacks_in_slab * each);
            errno = error;
            refuse();
        }
    slabs_.push_back(slab);
    free_.reserve(slabs_.size() * stacks_in_slab);
    for (std::size_t i = stacks_in_slab; i-- > 0;) {
        const auto colour = (slabs_.size() * stacks_in_slab + i) % colours;
        free_.push_back({at + i * each + guard_bytes, stack_bytes_ - colour * colour_bytes});
    }
}

Stack StackPool::take() {
    if (free_.empty()) add_slab();
    Stack stack = free_.back();
    free_.pop_back();
    ++in_use_;
    return stack;
}

void StackPool::give_back(Stack stack) noexcept {
    --in_use_;
    free_.push_back(stack);  // reserved with the slab
}

void StackPool::abandon(Stack stack) noexcept {
    const auto slab_bytes = stacks_in_slab * (stack_bytes_ + guard_bytes);
    std::erase_if(slabs_, [&](void* slab) {
        const auto* begin = static_cast<const std::byte*>(slab);
        return stack.bottom >= begin && stack.bottom < begin + slab_bytes;
    });
}

}  // namespace green::context
