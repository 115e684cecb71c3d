#include "context/context.h"

#include <cxxabi.h>

#include <exception>
#include <memory>
#include <utility>

namespace green::context {

namespace {

// Boost asks an allocator for the stack; ours is there already.
struct GivenStack {
    boost::context::stack_context allocate() { return {}; }
    void deallocate(boost::context::stack_context&) noexcept {}
};

}  // namespace

Context::Context() : begun_(true) { sanitized_.adopt_thread(); }

Context::Context(StackPool& pool, Body body) : pool_(&pool), body_(std::move(body)) {}

Context::~Context() {
    if (given_up_) {
        // The frames on the stack may still be pointed to; so may the fiber's record, which lies on it.
        static_cast<void>(std::make_unique<boost::context::fiber>(std::move(fiber_)).release());
        return;
    }
    recycle();
}

void Context::reserve() {
    if (stack_ || begun_) return;
    stack_ = pool_->take();
    sanitized_.create(stack_.bottom, stack_.size);
    boost::context::stack_context place;
    place.sp = stack_.top();
    place.size = stack_.size;
    fiber_ =
        boost::context::fiber(std::allocator_arg, boost::context::preallocated(place.sp, place.size, place),
                              GivenStack{}, [this](boost::context::fiber&& from) { return enter(std::move(from)); });
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
    auto* state = reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
    *state = exceptions_;
}

void Context::switch_to(Context& to) {
    constexpr int most_refusals = 100;
    if (unwinder_) {
        // A destructor must not throw while the stack is unwound already.
        if (++refusals_ < most_refusals && std::uncaught_exceptions() == 0) throw Unwind{};
        given_up_ = true;
        jump(*unwinder_);
    }
    jump(to);
    if (unwinder_) throw Unwind{};
}

void Context::jump(Context& to) {
    to.reserve();
    to.begun_ = true;
    exceptions_ = *reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
    to.arriving_from_ = this;
    sanitized_.leave(to.sanitized_, false);
    arrive(std::move(to.fiber_).resume());
}

bool Context::unwind(Context& from) {
    if (!begun_ || finished_) return true;
    unwinder_ = &from;
    from.jump(*this);
    return finished_;
}

}  // namespace green::context
