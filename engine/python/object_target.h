// Objects that are waitable because the program says so: they have rawlink and unlink of their own.
#pragma once

#include "python/ref.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "hub/link_target.h"

namespace green::python {

// For one wait. Throws ErrorIsSet with a TypeError for what can't be waited for.
boost::intrusive_ptr<LinkTarget> target_with_own_links(PyObject* object);

void add_object_target_type(PyObject* module);

}  // namespace green::python
