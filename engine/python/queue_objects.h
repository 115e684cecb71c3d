// The queues for Python.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_queue_types(PyObject* module);

}  // namespace green::python
