#include "context/context.h"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <utility>

namespace green::context {

namespace {

// A terminate handler has nothing else to look at.
thread_local Context* being_unwound = nullptr;

std::terminate_handler& previous_terminate_handler() {
    static std::terminate_handler previous = nullptr;
    return previous;
}

}  // namespace

Context::ExceptionState* Context::of_this_thread() {
    return reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
}

Context::Context() : begun_(true) { sanitized_.adopt_thread(); }

Context::Context(StackPool& pool, Body body) : pool_(&pool), body_(std::move(body)) {}

Context::~Context() { recycle(); }

void Context::reserve() {
    if (stack_ || begun_) return;
    stack_ = pool_->take();
    sanitized_.create(stack_.bottom, stack_.size);
    place_ = boost::context::detail::make_fcontext(stack_.top(), stack_.size, &Context::enter);
}

void Context::recycle() noexcept {
    if (!stack_) return;
    sanitized_.destroy();
    pool_->give_back(stack_);
    stack_ = {};
}

// The first frame of a stack.
void Context::enter(transfer_t from) { static_cast<Context*>(from.data)->beginning_->run(from); }

void Context::run(transfer_t from) {
    arrive(from);
    Context* next = nullptr;
    try {
        next = &body_();
    } catch (const Unwind&) {
        next = unwinder_;
    }
    if (unwinder_) next = unwinder_;
    finished_ = true;
    begin(*next);
    sanitized_.leave(next->sanitized_, true);
    jump(next->place_, this);
    std::abort();  // nobody comes back here
}

// Just before a jump to a context that may not have run yet.
void Context::begin(Context& to) {
    if (to.begun_) [[likely]]
        return;
    to.reserve();
    to.begun_ = true;
    beginning_ = &to;
}

// Just after a jump into this stack: `from.data` is the context that was left.
void Context::arrive(transfer_t from) {
    static_cast<Context*>(from.data)->place_ = from.fctx;
    sanitized_.enter();
    *thread_exceptions_ = exceptions_;
}

void Context::switch_to(Context& to) {
    constexpr int most_refusals = 100;
    if (unwinder_) {
        // A destructor must not throw while the stack is unwound already.
        if (++refusals_ < most_refusals && std::uncaught_exceptions() == 0) throw Unwind{};
        give_up();
    }
    go_to(to);
    if (unwinder_) throw Unwind{};
}

void Context::go_to(Context& to) {
    begin(to);
    exceptions_ = *thread_exceptions_;
    sanitized_.leave(to.sanitized_, false);
    arrive(jump(to.place_, this));
}

bool Context::unwind(Context& from) {
    if (!begun_ || finished_) {
        recycle();
        return true;
    }
    static const bool installed = [] {
        previous_terminate_handler() = std::set_terminate(on_terminate);
        return true;
    }();
    static_cast<void>(installed);
    unwinder_ = &from;
    auto* const outer = std::exchange(being_unwound, this);
    from.go_to(*this);
    being_unwound = outer;
    if (finished_)
        recycle();
    else
        bury();
    return finished_;
}

// Unwind came to a function that lets no exception through, and std::terminate was called on the stack
// that is to be left anyway.
void Context::on_terminate() {
    if (being_unwound) being_unwound->give_up();
    previous_terminate_handler()();
    std::abort();
}

void Context::give_up() {
    go_to(*unwinder_);
    std::abort();  // nobody comes back here
}

// The frames on the stack may still be pointed to, so it stays.
void Context::bury() {
    pool_->abandon(stack_);
    stack_ = {};
}

}  // namespace green::context
