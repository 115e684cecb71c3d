// ZeroMQ's contexts and sockets, for the package's zmq.green.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_zmq_types(PyObject* module);

}  // namespace green::python
