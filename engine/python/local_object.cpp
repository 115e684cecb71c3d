#include "python/local_object.h"

#include "local/local_core.h"
#include "python/binding.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

struct State {
    boost::intrusive_ptr<LocalCore> core{};
    // What __init__ was given; null keywords: none.
    Ref arguments{};
    Ref keywords{};
};
using LocalObject = Object<State>;

void visit_state(const State& state, Visit& each) {
    each(state.arguments);
    each(state.keywords);
    if (!state.core || state.core->is_shared()) return;
    for (const auto& [greenlet, value] : state.core->values())
        if (const auto* dict = std::any_cast<Ref>(&value)) each(*dict);
}

LocalCore& local(PyObject* self) {
    auto& state = LocalObject::of(self);
    if (!state.core) fail(PyExc_RuntimeError, "local.__new__ was not called");
    return *state.core;
}

PyObject* create(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
    return guarded([&] {
        const bool has_init = type->tp_init != PyBaseObject_Type.tp_init;
        const bool has_arguments = PyTuple_GET_SIZE(arguments) > 0 || (keywords && PyDict_GET_SIZE(keywords) > 0);
        if (has_arguments && !has_init) fail(PyExc_TypeError, "Initialization arguments are not supported");
        const auto where = here();
        auto made = Ref::taken(LocalObject::create(type, arguments, keywords));
        auto& state = LocalObject::of(made.get());
        state.core.reset(new LocalCore(assigned_name(), where));
        state.arguments = Ref::of(arguments);
        state.keywords = Ref::of(keywords);
        // This greenlet's __init__ is run by whoever called.
        bool is_new = false;
        state.core->mine(is_new) = Ref::taken(PyDict_New());
        return made;
    });
}

// The running greenlet's attributes; where it comes to the local for the first time, __init__ makes them.
Ref attributes(PyObject* self) {
    Interpreter::get();
    bool is_new = false;
    auto& value = local(self).mine(is_new);
    if (value.has_value()) return std::any_cast<Ref>(value);
    auto dict = Ref::taken(PyDict_New());
    value = dict;
    auto& state = LocalObject::of(self);
    const auto init = Py_TYPE(self)->tp_init;
    if (init != PyBaseObject_Type.tp_init && init(self, state.arguments.get(), state.keywords.get()) != 0)
        throw ErrorIsSet{};
    return dict;
}

bool is_dict(PyObject* name) {
    return PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, "__dict__") == 0;
}

PyObject* get_attribute(PyObject* self, PyObject* name) {
    return guarded([&] {
        auto mine = attributes(self);
        if (is_dict(name)) return mine;
        return Ref::taken(_PyObject_GenericGetAttrWithDict(self, name, mine.get(), 0));
    });
}

int set_attribute(PyObject* self, PyObject* name, PyObject* value) {
    return guarded_int([&] {
        if (is_dict(name))
            fail(PyExc_AttributeError,
                 std::string("'") + Py_TYPE(self)->tp_name + "' object attribute '__dict__' is read-only");
        const auto mine = attributes(self);
        if (_PyObject_GenericSetAttrWithDict(self, name, value, mine.get()) != 0) return -1;
        const auto where = here();
        local(self).has_stored(safe_repr(mine.get()), where);
        return 0;
    });
}

// What the constructor was given: for a copy.
Ref given(PyObject* self, PyObject*, PyObject*) {
    const auto& state = LocalObject::of(self);
    return Ref::taken(PyTuple_Pack(2, state.arguments.get(), state.keywords ? state.keywords.get() : Py_None));
}

}  // namespace

void add_local_type(PyObject* module) {
    static PyMethodDef methods[] = {method<given>("_given", nullptr), {}};
    const PyType_Slot slots[] = {{Py_tp_getattro, reinterpret_cast<void*>(&get_attribute)},
                                 {Py_tp_setattro, reinterpret_cast<void*>(&set_attribute)}};
    add_type<LocalObject>(module, {.name = "_greenscope.Local",
                                   .make = &create,
                                   .methods = methods,
                                   .traverse = &LocalObject::traverse<&visit_state>,
                                   .slots = slots});
}

}  // namespace green::python
