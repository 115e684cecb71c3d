// Event, AsyncResult and the semaphores for Python: what greenlets wait on, and what has links.
#pragma once

#include "python/ref.h"

#include "hub/link_target.h"

namespace green::python {

// What gevent.wait can wait for: these, greenlets, and whatever has rawlink and unlink. Throws ErrorIsSet with a
// TypeError for anything else.
boost::intrusive_ptr<LinkTarget> target_of(PyObject* object);

void add_waitable_types(PyObject* module);

}  // namespace green::python
