// What the hub calls for a program: functions in its queue, and those for signals.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_callback_types(PyObject* module);

}  // namespace green::python
