// Other threads for Python's functions that block.
#pragma once

#include "python/ref.h"

namespace green::python {

// Tasks that run in threads of a pool, in all of this process: an interpreter must not begin before they are done.
int tasks_under_way();

void add_thread_types(PyObject* module);

}  // namespace green::python
