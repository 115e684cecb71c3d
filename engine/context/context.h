// One stack and one switch: the raw thing below a greenlet. The only user of Boost.Context. One thread.
#pragma once

#include <functional>

#include "context/jump.h"
#include "context/sanitizers.h"
#include "context/stack_pool.h"

namespace green::context {

// Thrown out of a switch into a context that is being unwound: passes through the program's frames so
// that their objects are destroyed. Not a std::exception: a program's `catch (std::exception&)` must
// not stop it.
struct Unwind {};

class Context {
public:
    using Body = std::function<Context&()>;

    // The calling thread's own stack.
    Context();
    // Takes its stack from `pool` when it first runs. `body` runs on it; what it returns is switched to
    // when it is over. Exceptions must not leave the body, Unwind excepted.
    Context(StackPool& pool, Body body);
    // Must have finished or never begun, or be the thread's own, or have been given up.
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // Takes the stack now, so that the first switch can't fail. Throws std::system_error if there is none.
    void reserve();
    // Gives the stack of a finished one back ahead of the destructor.
    void recycle() noexcept;

    // From this context, which must be the running one, to `to`. Returns when somebody switches back.
    // Throws Unwind if that was `unwind`; std::system_error as `reserve` for a `to` that never ran.
    void switch_to(Context& to);

    // From the running context `from`: lets this one, if it is suspended, run out by throwing Unwind from
    // its switch. Its stack goes back to the pool, which may then go first. A body that swallows Unwind
    // gets it again at each further switch, a number of times. Then its stack is given up: never used
    // again, and what is still on it is not destroyed. The same where Unwind comes to a destructor or
    // another function that lets nothing through. Returns whether it is over.
    bool unwind(Context& from);
    // True on a stack that is being unwound: a switch away from it throws Unwind again.
    bool unwinding() const { return unwinder_ != nullptr; }

    // Whether it has ever run.
    bool begun() const { return begun_; }
    bool finished() const { return finished_; }
    const Stack& stack() const { return stack_; }

private:
    void go_to(Context& to);
    [[noreturn]] void give_up();
    void bury();
    [[noreturn]] static void on_terminate();
    static void enter(transfer_t from);
    void run(transfer_t from);
    void begin(Context& to);
    void arrive(transfer_t from);

    // What the C++ runtime keeps for each thread about exceptions in flight. Without a set for each
    // stack, two greenlets that switch inside `catch` would rethrow each other's exception.
    struct ExceptionState {
        void* caught = nullptr;
        unsigned int uncaught = 0;
    };
    // The running thread's set. A context stays on one thread, so its address is looked up once.
    static ExceptionState* of_this_thread();

    // What a switch needs comes first, close together.
    fcontext_t place_ = nullptr;  // where it goes on, while suspended
    Context* unwinder_ = nullptr;
    ExceptionState exceptions_;
    ExceptionState* thread_exceptions_ = of_this_thread();
    bool begun_ = false;
    bool finished_ = false;
    int refusals_ = 0;
    Context* beginning_ = nullptr;  // whom this one switched to for the first time
    SanitizedStack sanitized_;
    StackPool* pool_ = nullptr;
    Stack stack_;
    Body body_;
};

}  // namespace green::context
