// Python's built-in types, which outlive its interpreters.
#pragma once

namespace green::python {

// At the beginning of an interpreter, whether it is the process's first or not. Throws ErrorIsSet.
void restore_static_types();

}  // namespace green::python
