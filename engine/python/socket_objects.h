// SocketCore: the engine's part of a socket whose descriptor Python has. It waits, and tells the record.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_socket_type(PyObject* module);

}  // namespace green::python
