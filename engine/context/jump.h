// From one stack to another: Boost's jump, in a way that modern processors foresee.
#pragma once

#include <boost/context/detail/fcontext.hpp>

namespace green::context {

using boost::context::detail::fcontext_t;
using boost::context::detail::transfer_t;

#if defined(__x86_64__) && defined(__ELF__) && !(defined(__CET__) && (__CET__ & 2))

// A processor foresees where a `ret` goes: behind the latest `call` that had no `ret` yet, whichever stack it
// was on. Boost's jump goes on behind its call with a `jmp`. So one call too many stays remembered, and each
// `ret` from there on goes somewhere else than foreseen: some 7 ns for each frame between here and the
// program's function. Here Boost's jump comes to the `ret`, which uses up the remembered call. Where the other
// stack was left by the same calls, which is the rule, all that follow are foreseen too.
__attribute__((naked, noinline)) inline transfer_t jump(fcontext_t /*to*/, void* /*data*/) {
    asm("leaq 1f(%rip), %rax\n\t"
        "pushq %rax\n\t"
        "jmp *jump_fcontext@GOTPCREL(%rip)\n"
        "1:\n\t"
        "ret");
}

#else

inline transfer_t jump(fcontext_t to, void* data) { return boost::context::detail::jump_fcontext(to, data); }

#endif

}  // namespace green::context
