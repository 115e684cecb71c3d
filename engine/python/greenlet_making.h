// How greenlets are made and started for Python: the constructors, and gevent's functions around them.
#pragma once

#include "python/ref.h"

namespace green::python {

// tp_init of gevent.Greenlet and of greenlet.greenlet.
int init_greenlet(PyObject* self, PyObject* arguments, PyObject* keywords);
int init_raw_greenlet(PyObject* self, PyObject* arguments, PyObject* keywords);
// Their methods; those of a class are given it as `type`.
Ref spawn(PyObject* type, PyObject* arguments, PyObject* keywords);
Ref spawn_later(PyObject* type, PyObject* arguments, PyObject* keywords);
Ref start(PyObject* self, PyObject*, PyObject*);
Ref start_later(PyObject* self, PyObject* arguments, PyObject* keywords);
// gevent.spawn_raw.
Ref spawn_raw(PyObject*, PyObject* arguments, PyObject* keywords);

}  // namespace green::python
