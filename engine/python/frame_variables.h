// The variables of a function that runs.
#pragma once

#include "python/ref.h"

namespace green::python {

// A dict as locals() gives one. That of a function is made for it once and filled again by each call: the one that the
// program has does not change under its hands, nor hold what it has let go.
Ref variables_of(PyFrameObject* frame, PyCodeObject* code);

}  // namespace green::python
