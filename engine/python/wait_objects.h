// What waits for several objects, or for a wake-up: gevent.iwait's iterator, and gevent.hub.Waiter inside.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_wait_types(PyObject* module);

}  // namespace green::python
