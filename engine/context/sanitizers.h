// What AddressSanitizer, ThreadSanitizer and valgrind's kin must be told when the stack changes. Empty
// where none is on. Boost's own support needs a Boost built for it, which Debian's is not.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define GREEN_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GREEN_ASAN 1
#endif
#endif
// The build defines it for files that are kept out of the sanitizer but talk to it.
#if !defined(GREEN_TSAN)
#if defined(__SANITIZE_THREAD__)
#define GREEN_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GREEN_TSAN 1
#endif
#endif
#endif

#if GREEN_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#endif
#if GREEN_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace green::context {

#if GREEN_ASAN || GREEN_TSAN
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

// One stack as the sanitizers know it.
class SanitizedStack {
public:
    SanitizedStack() = default;
    SanitizedStack(const SanitizedStack&) = delete;
    SanitizedStack& operator=(const SanitizedStack&) = delete;

    // The thread's own stack; its bounds become known with the first switch away from it.
    void adopt_thread() {
#if GREEN_TSAN
        fiber_ = __tsan_get_current_fiber();
        owns_fiber_ = false;
#endif
    }

    void create([[maybe_unused]] void* bottom, [[maybe_unused]] std::size_t size) {
#if GREEN_ASAN
        bottom_ = bottom;
        size_ = size;
        // Without this the heap that a suspended greenlet holds would count as leaked.
        __lsan_register_root_region(bottom, size);
#endif
#if GREEN_TSAN
        fiber_ = __tsan_create_fiber(0);
        owns_fiber_ = true;
#endif
    }

    // The stack is about to be used for something else.
    void destroy() {
#if GREEN_ASAN
        if (bottom_) {
            __lsan_unregister_root_region(bottom_, size_);
            __asan_unpoison_memory_region(bottom_, size_);
            bottom_ = nullptr;
        }
#endif
#if GREEN_TSAN
        if (owns_fiber_ && fiber_) __tsan_destroy_fiber(fiber_);
        fiber_ = nullptr;
#endif
    }

    // Just before the jump to `to`. `dying`: this stack is never entered again.
    void leave([[maybe_unused]] SanitizedStack& to, [[maybe_unused]] bool dying) {
#if GREEN_ASAN
        to.entered_from_ = this;
        __sanitizer_start_switch_fiber(dying ? nullptr : &fake_, to.bottom_, to.size_);
#endif
#if GREEN_TSAN
        __tsan_switch_to_fiber(to.fiber_, 0);
#endif
    }

    // Just after a jump into this stack, the first included.
    void enter() {
#if GREEN_ASAN
        const void* bottom = nullptr;
        std::size_t size = 0;
        __sanitizer_finish_switch_fiber(fake_, &bottom, &size);
        if (entered_from_ && !entered_from_->bottom_) {
            entered_from_->bottom_ = const_cast<void*>(bottom);
            entered_from_->size_ = size;
        }
        entered_from_ = nullptr;
#endif
    }

private:
#if GREEN_ASAN
    void* bottom_ = nullptr;
    std::size_t size_ = 0;
    void* fake_ = nullptr;
    SanitizedStack* entered_from_ = nullptr;
#endif
#if GREEN_TSAN
    void* fiber_ = nullptr;
    bool owns_fiber_ = false;
#endif
};

}  // namespace green::context
