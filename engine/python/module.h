// The package's own module, _greenscope: what of the engine Python sees. The rest of the package is Python.
#pragma once

namespace green::python {

// Before Python is initialised.
void add_module_to_inittab();

}  // namespace green::python
