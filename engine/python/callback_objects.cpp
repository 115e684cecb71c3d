#include "python/callback_objects.h"

#include <functional>
#include <optional>
#include <utility>

#include "hub/run_callback.h"
#include "hub/signal_handler.h"
#include "python/binding.h"

namespace green::python {

namespace {

using CallbackObject = Object<std::optional<QueuedCallback>>;

// A call that the hub makes, on its own stack.
std::function<void()> call_in_hub(PyObject* arguments) {
    if (PyTuple_GET_SIZE(arguments) == 0 || !PyCallable_Check(PyTuple_GET_ITEM(arguments, 0)))
        fail(PyExc_TypeError, "a function is needed");
    const auto function = Ref::of(PyTuple_GET_ITEM(arguments, 0));
    const auto given = Ref::taken(PyTuple_GetSlice(arguments, 1, PyTuple_GET_SIZE(arguments)));
    return [function, given] { call(function.get(), given.get()); };
}

Ref run_callback(PyObject*, PyObject* arguments, PyObject*) {
    const auto where = here();
    auto queued = green::run_callback(call_in_hub(arguments), where);
    auto made = new_object("callback");
    CallbackObject::of(made.get()) = std::move(queued);
    return made;
}
Ref stop_callback(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    if (auto& queued = CallbackObject::of(self)) queued->stop(where);
    return Ref::none();
}
Ref callback_pending(PyObject* self) {
    const auto& queued = CallbackObject::of(self);
    return Ref::truth(queued && queued->pending());
}

int callback_truth(PyObject* self) {
    const auto& queued = CallbackObject::of(self);
    return queued && queued->pending() ? 1 : 0;
}

using SignalObject = Object<std::optional<SignalHandler>>;

Ref signal_handler(PyObject*, PyObject* arguments, PyObject* keywords) {
    const long number = PyTuple_GET_SIZE(arguments) > 0 ? PyLong_AsLong(PyTuple_GET_ITEM(arguments, 0)) : -1;
    if (number == -1 && PyErr_Occurred()) throw ErrorIsSet{};
    if (PyTuple_GET_SIZE(arguments) < 2 || !PyCallable_Check(PyTuple_GET_ITEM(arguments, 1)))
        fail(PyExc_TypeError, "signal handler must be callable.");
    here();
    const auto function = Ref::of(PyTuple_GET_ITEM(arguments, 1));
    const auto given = Ref::taken(PyTuple_GetSlice(arguments, 2, PyTuple_GET_SIZE(arguments)));
    const auto named = Ref::of(keywords);
    auto handler =
        detail::signal_handler(static_cast<int>(number), name_of_callable(function.get()), [function, given, named] {
            const Interpreter::OwnState own(Interpreter::get());
            call(function.get(), given.get(), named.get());
            return Value{};
        });
    auto made = new_object("signal_watcher");
    SignalObject::of(made.get()) = std::move(handler);
    return made;
}
Ref cancel_signal(PyObject* self, PyObject*, PyObject*) {
    // The function goes too.
    if (auto handler = std::exchange(SignalObject::of(self), std::nullopt)) handler->cancel();
    return Ref::none();
}
}  // namespace

void add_callback_types(PyObject* module) {
    static PyMethodDef functions[] = {
        method<run_callback>("run_callback", nullptr),
        method<signal_handler>("signal_handler", "Calls the function in a greenlet when the signal comes."),
        {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};

    static PyMethodDef callback_methods[] = {
        method<stop_callback>("stop", nullptr), method<stop_callback>("close", nullptr), {}};
    static PyGetSetDef callback_properties[] = {property<callback_pending>("pending", nullptr), {}};
    const PyType_Slot callback_slots[] = {{Py_nb_bool, reinterpret_cast<void*>(&callback_truth)}};
    add_type<CallbackObject>(module, {.name = "_greenscope.callback",
                                      .text = "A function in the hub's queue.",
                                      .flags = Py_TPFLAGS_DEFAULT,
                                      .methods = callback_methods,
                                      .properties = callback_properties,
                                      .slots = callback_slots});

    static PyMethodDef signal_methods[] = {method<cancel_signal>("cancel", nullptr), {}};
    add_type<SignalObject>(module, {.name = "_greenscope.signal_watcher",
                                    .text = "What happens when a signal comes.",
                                    .flags = Py_TPFLAGS_DEFAULT,
                                    .methods = signal_methods});
}

}  // namespace green::python
