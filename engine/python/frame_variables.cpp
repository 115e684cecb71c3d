#include "python/frame_variables.h"

#define Py_BUILD_CORE 1  // what a frame is made of
#include <internal/pycore_frame.h>
#include <utility>

namespace green::python {

Ref variables_of(PyFrameObject* frame, PyCodeObject* code) {
    if ((code->co_flags & CO_OPTIMIZED) == 0) return Ref::taken(PyFrame_GetLocals(frame));
    auto& known = frame->f_frame->f_locals;
    auto* const of_program = std::exchange(known, nullptr);
    const char is_converted = frame->f_fast_as_locals;
    PyObject* const locals = PyFrame_GetLocals(frame);
    Py_XDECREF(std::exchange(known, of_program));
    frame->f_fast_as_locals = is_converted;
    return Ref::taken(locals);
}

}  // namespace green::python
