#include "python/timeout_object.h"

#include <optional>
#include <stdexcept>

#include "hub/hub.h"
#include "python/binding.h"

namespace green::python {

namespace {

// _greenscope.Timer: what a gevent.Timeout, which has to be an exception, is inside.
using TimerObject = Object<std::optional<Timeout>>;

// The type, as long as its interpreter. Python's types know no other way to be recognised by C.
bool is_timer(PyObject* object) { return Py_TYPE(object)->tp_dealloc == &TimerObject::destroy; }

Timeout& timer(PyObject* self) {
    auto& state = TimerObject::of(self);
    if (!state) fail(PyExc_RuntimeError, "Timeout.__init__ was not called");
    return *state;
}

// Where a class of the program's has its own _on_expiration. In the hub.
void tell_of_expiry(PyObject* owner) {
    const auto own = attribute_or_null(reinterpret_cast<PyObject*>(Py_TYPE(owner)), "_on_expiration");
    if (!own || own == attribute(imported("gevent.timeout", "Timeout").get(), "_on_expiration")) return;
    call(own.get(), Ref::taken(PyTuple_Pack(3, owner, Py_None, owner)).get());
}

Ref init(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* owner = nullptr;
    PyObject* seconds = nullptr;
    PyObject* exception = nullptr;
    int referenced = 1;
    if (!PyArg_ParseTuple(arguments, "OOO|p", &owner, &seconds, &exception, &referenced)) throw ErrorIsSet{};
    Interpreter::get();
    const auto limit = optional_duration_of(seconds);
    std::exception_ptr raised;
    std::string text;
    const bool silent = exception == Py_False;
    if (PyUnicode_Check(exception))
        text = utf8(exception);
    else if (exception != Py_None && !silent)
        raised = as_exception_or_refusal(exception);
    auto& state = TimerObject::of(self);
    if (limit)
        state.emplace(limit->count(), raised, text, silent);
    else
        state.emplace();
    if (!referenced) state->set_unreferenced();
    if (raised) return Ref::none();
    // The owner has this object, so it must not be had by it. While the timeout is armed the engine holds it.
    state->set_face({.keep = [owner] { return std::make_shared<Ref>(Ref::of(owner)); },
                     .thrown =
                         [owner](const Timeout&) {
                             tell_of_expiry(owner);
                             return as_exception(owner);
                         }});
    return Ref::none();
}

int init_slot(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        init(self, arguments, keywords);
        return 0;
    });
}

Ref start(PyObject* self, PyObject*, PyObject*) {
    try {
        timer(self).start(here());
    } catch (const std::logic_error&) {
        // It was closed, which gevent says in this way.
        fail(PyExc_AssertionError, "non-expiring timer cannot be started");
    }
    return Ref::none();
}
Ref cancel(PyObject* self, PyObject*, PyObject*) {
    timer(self).cancel(here());
    return Ref::none();
}
Ref close(PyObject* self, PyObject*, PyObject*) {
    timer(self).close(here());
    return Ref::none();
}
Ref pending(PyObject* self) { return Ref::truth(timer(self).pending()); }

}  // namespace

const Timeout* timeout_of(PyObject* object) {
    // Only an exception can be one; asking others for the attribute would run functions of the program.
    if (!PyExceptionInstance_Check(object)) return nullptr;
    const auto timer = attribute_or_null(object, "_timer");
    return timer && is_timer(timer.get()) && TimerObject::of(timer.get()) ? &*TimerObject::of(timer.get()) : nullptr;
}

void add_timeout_type(PyObject* module) {
    static PyMethodDef methods[] = {
        method<start>("start", nullptr), method<cancel>("cancel", nullptr), method<close>("close", nullptr), {}};
    static PyGetSetDef properties[] = {property<pending>("pending", nullptr), {}};
    add_type<TimerObject>(module, {.name = "_greenscope.Timer",
                                   .text = "The engine's side of a gevent.Timeout.",
                                   .flags = Py_TPFLAGS_DEFAULT,
                                   .init = &init_slot,
                                   .methods = methods,
                                   .properties = properties});
}

}  // namespace green::python
