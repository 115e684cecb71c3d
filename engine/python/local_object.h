// What gevent.local is inside.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_local_type(PyObject* module);

}  // namespace green::python
