// Greenlets for Python.
#pragma once

#include "python/ref.h"

#include <vector>

#include "hub/greenlet.h"

namespace green::python {

// The greenlet behind a Python object; null for anything else.
const Greenlet* greenlet_of(PyObject* object);
// The same of each in any iterable. Throws ErrorIsSet with a TypeError for what is none.
std::vector<Greenlet> greenlets_of(PyObject* iterable);
// The Python object of a greenlet; made if it has none yet.
Ref object_of(const Greenlet& greenlet);

// The Python object is nobody's any more: for those of main and the hub, once the run is over.
void let_go_of_greenlet(PyObject* object);
// What kill, killall and their kin are given; GreenletExit without.
std::exception_ptr exception_or_exit(PyObject* exception);
KillOptions kill_options(PyObject* exception, int block, PyObject* timeout);

// greenlet.greenlet and what gevent.Greenlet is derived from.
void add_greenlet_types(PyObject* module);

}  // namespace green::python
