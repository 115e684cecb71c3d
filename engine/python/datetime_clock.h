// The run's clock for the module datetime.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_datetime_clock(PyObject* module);

}  // namespace green::python
