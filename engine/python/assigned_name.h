// What a program calls a value that is being made: queues and locks are shown by the names of their variables.
#pragma once

#include "python/ref.h"

#include <string>

namespace green::python {

// The variable to which the value of the call goes that runs in that frame; empty if to none, or to several. What a
// method keeps in its own object is called after both: "Cook.inbox".
std::string name_assigned_in(PyFrameObject* frame);

}  // namespace green::python
