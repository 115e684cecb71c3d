#include "python/greenlet_body.h"

#include "python/errors.h"
#include "python/greenlet_object.h"
#include "python/greenlet_state.h"
#include "python/interpreter.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

Ref attribute_or_throw(PyObject* object, const char* name) {
    PyObject* found = PyObject_GetAttrString(object, name);
    if (!found) throw_error();
    return Ref::taken(found);
}

bool is_exit(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const GreenletExit&) {
        return true;
    } catch (...) {
        return false;
    }
}

// A GreenletExit is what it returns. Any other error is reported next, with the object.
Ref exit_or_throw(Interpreter& interpreter, const Ref& object) {
    const auto error = take_error();
    if (is_exit(error)) return python_exception(error);
    interpreter.keep_until_reported(object);
    std::rethrow_exception(error);
}

// What it was is still told of one that failed.
void keep_text(PyObject* object) {
    const ErrorAside aside;
    Py_XDECREF(PyObject_CallMethod(object, "_format", nullptr));
}

}  // namespace

Value GreenletBody::operator()() const {
    auto& interpreter = Interpreter::get();
    const Interpreter::OwnState own(interpreter);
    const auto hold = Ref::of(object);
    auto& state = GreenletObject::of(object);
    const auto run = state.run ? state.run : attribute_or_throw(object, "_run");
    PyObject* result = PyObject_Call(run.get(), state.arguments.get(), state.keywords.get());
    auto value = result ? Ref::taken(result) : Ref();
    if (!value) keep_text(object);
    // Arguments go with the body, still inside the greenlet.
    state.run = {};
    state.arguments = Ref::taken(PyTuple_New(0));
    state.keywords = Ref::taken(PyDict_New());
    leave_if_over();
    if (!value) value = exit_or_throw(interpreter, hold);
    if (state.parent && greenlet_of(state.parent.get())) GreenletObject::of(state.parent.get()).passed = value;
    // Returning one is the same as raising it (rule R17).
    if (PyExceptionInstance_Check(value.get())) {
        const auto error = as_exception(value.get());
        if (is_exit(error)) std::rethrow_exception(error);
    }
    auto text = Hub::get().recorder().keeps() ? safe_repr(value.get()) : std::string();
    return Value{std::any(std::move(value)), std::move(text)};
}

}  // namespace green::python
