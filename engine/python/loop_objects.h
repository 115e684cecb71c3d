// What hub.loop's watchers are made of: the engine's timers, descriptors, idlers and signals, each with a Python
// function that the hub calls.
#pragma once

#include "python/ref.h"

namespace green::python {

void add_loop_types(PyObject* module);

}  // namespace green::python
