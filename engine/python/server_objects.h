// ServerState: a server of Python's, as the record has it.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_server_type(PyObject* module);

}  // namespace green::python
