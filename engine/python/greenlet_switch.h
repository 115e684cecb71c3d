// Switches between greenlets without the hub's queue, as the module greenlet has them.
#pragma once

#include "python/ref.h"

namespace green::python {

// The methods throw() and switch().
Ref throw_now(PyObject* self, PyObject* arguments, PyObject*);
Ref switch_to(PyObject* self, PyObject* arguments, PyObject* keywords);
// The property parent: who goes on when it has ended.
Ref parent_of(PyObject* self);
int set_parent(PyObject* self, PyObject* parent, void*);

}  // namespace green::python
