// Waits for descriptors.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_descriptor_functions(PyObject* module);

}  // namespace green::python
