// What sys.stdout, sys.stderr and sys.stdin are made of.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_console_functions(PyObject* module);

}  // namespace green::python
