#include "python/greenlet_state.h"

#include <any>

#include "python/errors.h"
#include "python/greenlet_object.h"
#include "python/interpreter.h"

namespace green::python {

void GreenletObject::destroy(PyObject* self) {
    auto& state = of(self);
    if (state.greenlet)
        // Any thread may be the last to have it.
        if (auto* interpreter = Interpreter::find_of_process()) interpreter->remove_face(state.greenlet->core());
    PyTypeObject* type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (reinterpret_cast<GreenletObject*>(self)->weak_references) PyObject_ClearWeakRefs(self);
    Py_CLEAR(reinterpret_cast<GreenletObject*>(self)->dict);
    state.~GreenletState();
    type->tp_free(self);
    Py_DECREF(type);
}

int GreenletObject::traverse(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(reinterpret_cast<GreenletObject*>(self)->dict);
    const auto& state = GreenletObject::of(self);
    Py_VISIT(state.passed.get());
    Py_VISIT(state.parent.get());
    Py_VISIT(state.spawned.tree_locals().get());
    Py_VISIT(state.run.get());
    Py_VISIT(state.arguments.get());
    Py_VISIT(state.keywords.get());
    Visit each(visit, arg);
    if (state.greenlet && !state.greenlet->core().is_shared()) state.links.visit(each);
    return each.result();
}

int GreenletObject::clear(PyObject* self) {
    auto& state = GreenletObject::of(self);
    Py_CLEAR(reinterpret_cast<GreenletObject*>(self)->dict);
    state.passed = {};
    state.parent = {};
    state.spawned = {};
    state.run = {};
    state.arguments = {};
    state.keywords = {};
    // What its links know it by.
    if (state.greenlet) state.greenlet->unlink_all();
    return 0;
}

Greenlet& greenlet(PyObject* self) {
    auto& state = GreenletObject::of(self);
    if (!state.greenlet) fail(PyExc_AssertionError, "Greenlet.__init__ was not called");
    return *state.greenlet;
}

Ref value_of(const Greenlet& greenlet) {
    const auto* value = greenlet.core().value();
    if (!value) return Ref::none();
    if (const auto* object = std::any_cast<Ref>(&value->value)) return *object;
    if (const auto* exit = std::any_cast<std::exception_ptr>(&value->value)) return python_exception(*exit);
    return Ref::none();
}

namespace {

bool is_greenlet(PyObject* object) {
    for (const auto* type = Py_TYPE(object); type; type = type->tp_base)
        if (type->tp_dealloc == &GreenletObject::destroy) return true;
    return false;
}

}  // namespace

const Greenlet* greenlet_of(PyObject* object) {
    return is_greenlet(object) && GreenletObject::of(object).greenlet ? &*GreenletObject::of(object).greenlet : nullptr;
}

}  // namespace green::python
