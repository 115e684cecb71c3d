// Errors that nobody caught, which gevent.hub.Hub.handle_error in Python is asked about.
#pragma once

#include "python/ref.h"

namespace green::python {

// What the Python side calls, and the type of what stands for the place of an error that is no greenlet.
void add_hub_errors(PyObject* module);

}  // namespace green::python
