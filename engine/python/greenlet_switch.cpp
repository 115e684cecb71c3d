#include "python/greenlet_switch.h"

#include <utility>

#include "hub/hub.h"
#include "python/binding.h"
#include "python/greenlet_object.h"
#include "python/greenlet_state.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

// Who made it, or whom the program has put there, goes on when it has ended. Without one it is the hub.
void tie_to_parent(PyObject* self) {
    const auto& parent = GreenletObject::of(self).parent;
    if (const auto* its = parent ? greenlet_of(parent.get()) : nullptr)
        greenlet(self).core().set_parent(GreenletRef(&its->core()));
}

// What g.switch(…) makes of its arguments.
Ref handed_over(PyObject* arguments, PyObject* keywords) {
    const auto count = PyTuple_GET_SIZE(arguments);
    if (keywords && PyDict_GET_SIZE(keywords) > 0)
        return count == 0 ? Ref::of(keywords) : Ref::taken(PyTuple_Pack(2, arguments, keywords));
    return count == 1 ? Ref::of(PyTuple_GET_ITEM(arguments, 0)) : Ref::of(arguments);
}

Ref take_passed(PyObject* self) {
    auto passed = std::exchange(GreenletObject::of(self).passed, {});
    return passed ? passed : Ref::taken(PyTuple_New(0));
}

// A wait that is over when something particular has happened is not to be ended by anybody.
bool waits_for_a_switch(const GreenletCore& core) {
    const auto* blocked = core.blocked_in();
    return !blocked || blocked->reason == trace::WaitReason::Hub;
}

[[noreturn]] void refuse_switch(PyObject* self, const Ref& passed) {
    fail(imported("gevent.exceptions", "InvalidSwitchError").get(),
         "Invalid switch into " + safe_repr(self) + ": got " + safe_repr(passed.get()));
}

// Its first switch brings the arguments of its function, and its parent gets the result.
void begin_raw(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto& state = GreenletObject::of(self);
    state.arguments = Ref::of(arguments);
    state.keywords = keywords ? Ref::taken(PyDict_Copy(keywords)) : Ref::taken(PyDict_New());
    tie_to_parent(self);
    if (const auto kept = state.kept.lock()) *kept = Ref::of(self);
}

}  // namespace

Ref throw_now(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* type = nullptr;
    PyObject* value = Py_None;
    PyObject* traceback = Py_None;
    if (!PyArg_ParseTuple(arguments, "|OOO", &type, &value, &traceback)) throw ErrorIsSet{};
    const auto where = here();
    auto& core = greenlet(self);
    if (core.core().raw() && !core.core().has_begun()) tie_to_parent(self);
    const auto me = object_of(getcurrent());
    core.throw_now(type ? as_exception(type, value, traceback) : exception_or_exit(nullptr), where);
    if (!core.core().raw()) return Ref::none();
    auto passed = std::exchange(GreenletObject::of(me.get()).passed, {});
    return passed ? passed : value_of(core);
}

Ref switch_to(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto where = here();
    auto& hub = Hub::get();
    const auto me = object_of(getcurrent());
    auto passed = handed_over(arguments, keywords);
    auto& core = greenlet(self).core();
    if (&core == &hub.current()) return passed;
    // Whoever would have gone on when it ended.
    if (core.dead()) return switch_to(parent_of(self).get(), arguments, keywords);
    if (&core == &hub.hub_greenlet()) {
        hub.block({.reason = trace::WaitReason::Hub}, where);
        return take_passed(me.get());
    }
    const bool begun = core.blocked_in() || core.has_begun();
    if (!begun && core.raw())
        begin_raw(self, arguments, keywords);
    else
        GreenletObject::of(self).passed = std::move(passed);
    if (begun && !waits_for_a_switch(core)) refuse_switch(self, take_passed(self));
    hub.site(where);
    if (hub.in_hub()) {
        hub.resume(core);
        return Ref::none();
    }
    hub.hand_over(core);
    return take_passed(me.get());
}

Ref parent_of(PyObject* self) {
    const auto& state = GreenletObject::of(self);
    if (state.parent) return state.parent;
    auto& interpreter = Interpreter::get();
    const auto id = greenlet(self).core().id();
    if (id == Id::Main) return Ref::none();
    if (id != Id::Hub) return object_of(get_hub());
    auto* main = interpreter.main_greenlet();
    return main ? object_of(Greenlet(GreenletRef(main))) : Ref::none();
}

int set_parent(PyObject* self, PyObject* parent, void*) {
    return guarded_int([&] {
        if (!parent || !greenlet_of(parent)) fail(PyExc_TypeError, "parent must be a greenlet");
        GreenletObject::of(self).parent = Ref::of(parent);
        return 0;
    });
}

}  // namespace green::python
