#include "python/switch_trace.h"

#include "hub/greenlet.h"
#include "python/errors.h"
#include "python/greenlet_object.h"

namespace green::python {

namespace {

// The lines of the function are nobody's, as they are for sys.settrace.
class Untraced {
public:
    Untraced() { PyThreadState_EnterTracing(state_); }
    ~Untraced() { PyThreadState_LeaveTracing(state_); }
    Untraced(const Untraced&) = delete;
    Untraced& operator=(const Untraced&) = delete;

private:
    PyThreadState* state_ = PyThreadState_Get();
};

}  // namespace

void SwitchTrace::set(Ref function) {
    running_ = function ? object_of(getcurrent()) : Ref();
    function_ = std::move(function);
}

void SwitchTrace::arrived(bool thrown) {
    try {
        const auto target = object_of(getcurrent());
        const auto origin = std::exchange(running_, target);
        // It may set another one.
        const auto function = function_;
        const Untraced untraced;
        Ref::taken(
            PyObject_CallFunction(function.get(), "s(OO)", thrown ? "throw" : "switch", origin.get(), target.get()));
    } catch (const ErrorIsSet&) {
        const auto error = take_error();
        set({});
        std::rethrow_exception(error);
    }
}

}  // namespace green::python
