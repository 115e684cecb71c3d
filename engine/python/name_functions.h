// resolve and resolve_address: names and addresses by the engine's own resolver, as gevent.resolver needs them.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_name_functions(PyObject* module);

}  // namespace green::python
