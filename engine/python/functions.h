// The functions of the package's own module.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_functions(PyObject* module);

}  // namespace green::python
