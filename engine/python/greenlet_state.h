// What a Python object that is a greenlet consists of. For the files that make up the type.
#pragma once

#include "python/ref.h"

#include <memory>
#include <new>
#include <optional>

#include "hub/greenlet.h"
#include "python/links.h"
#include "python/spawn_place.h"

namespace green::python {

struct GreenletState {
    std::optional<Greenlet> greenlet{};
    Ref run{};
    Ref arguments{};
    Ref keywords{};
    PythonLinks<Greenlet> links{};
    std::weak_ptr<Ref> kept{};  // of its body: set to this very object while it may still run
    Ref passed{};               // what switch() hands over, until it is taken
    SpawnPlace spawned{};
    Ref parent{};  // of one that was made by greenlet.greenlet
};
// With a __dict__ and weak references, whose places Python must know.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): Python allocates it, filled with zeros
struct GreenletObject {
    PyObject_HEAD PyObject* dict;
    PyObject* weak_references;
    GreenletState state;

    static constexpr Py_ssize_t dict_offset = sizeof(PyObject);
    static constexpr Py_ssize_t weak_references_offset = dict_offset + sizeof(PyObject*);
    static GreenletState& of(PyObject* self) { return reinterpret_cast<GreenletObject*>(self)->state; }
    static PyObject* create(PyTypeObject* type, PyObject*, PyObject*) {
        PyObject* self = type->tp_alloc(type, 0);
        if (self) new (&of(self)) GreenletState();
        return self;
    }
    static void destroy(PyObject* self);
    static int traverse(PyObject* self, visitproc visit, void* arg);
    static int clear(PyObject* self);
};

// Throws ErrorIsSet, with an AssertionError, where its constructor was not run.
Greenlet& greenlet(PyObject* self);
// What it returned, or the exit that ended it; None while it is not ready, and of one that failed.
Ref value_of(const Greenlet& greenlet);

}  // namespace green::python
