// Signals that the program sends to its own process, or takes with handlers of Python's own (rule R70).
#pragma once

#include "python/ref.h"

namespace green::python {

void add_signal_functions(PyObject* module);

}  // namespace green::python
