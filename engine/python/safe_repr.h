// How the record shows Python values.
#pragma once

#include "python/ref.h"

#include <string>

namespace green::python {

// As Python's repr, of the built-in types themselves and what they hold: three levels deep, 200 characters. Anything
// else is "<Type>": no function of the program's runs. Never fails.
std::string safe_repr(PyObject* value);

// For the templates of the engine.
inline std::string repr(const Ref& value) { return safe_repr(value.get()); }

}  // namespace green::python
