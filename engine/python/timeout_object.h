// gevent.Timeout for Python.
#pragma once

#include "python/ref.h"

#include "hub/timeout.h"

namespace green::python {

// The timeout behind a gevent.Timeout; null for anything else.
const Timeout* timeout_of(PyObject* object);

void add_timeout_type(PyObject* module);

}  // namespace green::python
