// What the greenlet of a Python object runs.
#pragma once

#include "python/ref.h"

#include <memory>

#include "hub/greenlet_core.h"

namespace green::python {

// Has the object as long as it may still run: from its start to its end.
struct GreenletBody {
    PyObject* object;           // which has the greenlet, and with it this, until it starts
    std::shared_ptr<Ref> kept;  // the same, from then on

    Value operator()() const;
};

}  // namespace green::python
