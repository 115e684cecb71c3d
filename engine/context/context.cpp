#include "context/context.h"

#include <cxxabi.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

namespace green::context {

namespace {

// Boost asks an allocator for the stack; ours is there already.
struct GivenStack {
    boost::context::stack_context allocate() { return {}; }
    void deallocate(boost::context::stack_context&) noexcept {}
};

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
    boost::context::stack_context place;
    place.sp = stack_.top();
    place.size = stack_.size;
    sanitized_.prepare([&] {
        fiber_ = boost::context::fiber(std::allocator_arg, boost::context::preallocated(place.sp, place.size, place),
                                       GivenStack{},
                                       [this](boost::context::fiber&& from) { return enter(std::move(from)); });
    });
}

void Context::recycle() noexcept {
    if (!stack_) return;
    fiber_ = {};
    sanitized_.destroy();
    pool_->give_back(stack_);
    stack_ = {};
}

// The first frame of a stack.
boost::context::fiber Context::enter(boost::context::fiber&& from) {
    arrive(std::move(from));
    Context* next = nullptr;
    try {
        next = &body_();
    } catch (const Unwind&) {
        next = unwinder_;
    }
    if (unwinder_) next = unwinder_;
    finished_ = true;
    next->reserve();
    next->begun_ = true;
    next->arriving_from_ = nullptr;
    sanitized_.leave(next->sanitized_, true);
    return std::move(next->fiber_);
}

// Just after a jump into this stack.
void Context::arrive(boost::context::fiber&& from) {
    sanitized_.enter();
    if (arriving_from_) arriving_from_->fiber_ = std::move(from);
    *thread_exceptions_ = exceptions_;
}

void Context::switch_to(Context& to) {
    constexpr int most_refusals = 100;
    if (unwinder_) {
        // A destructor must not throw while the stack is unwound already.
        if (++refusals_ < most_refusals && std::uncaught_exceptions() == 0) throw Unwind{};
        give_up();
    }
    jump(to);
    if (unwinder_) throw Unwind{};
}

void Context::jump(Context& to) {
    to.reserve();
    to.begun_ = true;
    exceptions_ = *thread_exceptions_;
    to.arriving_from_ = this;
    sanitized_.leave(to.sanitized_, false);
    arrive(std::move(to.fiber_).resume());
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
    from.jump(*this);
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
    jump(*unwinder_);
    std::abort();  // nobody comes back here
}

// The frames on the stack may still be pointed to, so it stays; and the fiber's destructor would unwind it.
void Context::bury() {
    alignas(boost::context::fiber) std::byte grave[sizeof(boost::context::fiber)];
    new (grave) boost::context::fiber(std::move(fiber_));
    pool_->abandon(stack_);
    stack_ = {};
}

}  // namespace green::context
