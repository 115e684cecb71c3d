#include "python/local_object.h"

#include "local/local_core.h"
#include "python/binding.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

struct State {
    boost::intrusive_ptr<LocalCore> core{};
    Ref begin{};  // what __init__ was given
};
using LocalObject = Object<State>;

LocalCore& local(PyObject* self) {
    auto& state = LocalObject::of(self);
    if (!state.core) fail(PyExc_RuntimeError, "local.__new__ was not called");
    return *state.core;
}

Ref prepare(PyObject* self, PyObject* arguments, PyObject*) {
    auto& interpreter = Interpreter::get();
    const auto where = interpreter.here();
    auto& state = LocalObject::of(self);
    state.core.reset(new LocalCore(interpreter.assigned_name(), where));
    state.begin = Ref::of(arguments);
    return Ref::none();
}

// The running greenlet's dict; and None, or, if it is new, what __init__ is to be given.
Ref mine(PyObject* self, PyObject*, PyObject*) {
    Interpreter::get();
    bool is_new = false;
    auto& value = local(self).mine(is_new);
    const bool is_empty = !value.has_value();
    if (is_empty) value = Ref::taken(PyDict_New());
    const auto dict = std::any_cast<Ref>(value);
    return Ref::taken(PyTuple_Pack(2, dict.get(), is_empty ? LocalObject::of(self).begin.get() : Py_None));
}

// After something was stored in it.
Ref has_stored(PyObject* self, PyObject*, PyObject*) {
    const auto where = Interpreter::get().here();
    bool is_new = false;
    auto& value = local(self).mine(is_new);
    const auto dict = value.has_value() ? std::any_cast<Ref>(value) : Ref::taken(PyDict_New());
    local(self).has_stored(safe_repr(dict.get()), where);
    return Ref::none();
}

}  // namespace

void add_local_type(PyObject* module) {
    static PyMethodDef methods[] = {method<prepare>("_prepare", nullptr),
                                    method<mine>("_mine", nullptr),
                                    method<has_stored>("_has_stored", nullptr),
                                    {}};
    const PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(&LocalObject::create)},
                                 {Py_tp_dealloc, reinterpret_cast<void*>(&LocalObject::destroy)},
                                 {Py_tp_methods, methods}};
    add_type(module,
             {.name = "_greenscope.Local", .text = "Of the engine.", .size = sizeof(LocalObject), .slots = slots});
}

}  // namespace green::python
