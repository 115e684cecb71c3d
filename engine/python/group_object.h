// What gevent.pool's Group and Pool are for Python.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_group_type(PyObject* module);

}  // namespace green::python
