// Records each line of the program before it runs, with the variables of its function.
#pragma once

namespace green::python {

// From now on, in this thread state. A program that sets a trace function of its own (sys.settrace) ends that.
void trace_lines();

}  // namespace green::python
