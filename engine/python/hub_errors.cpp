#include "python/hub_errors.h"

#include <optional>
#include <utility>

#include "hub/errors.h"
#include "hub/hub.h"
#include "python/binding.h"
#include "python/greenlet_object.h"

namespace green::python {

namespace {

// Where an error came from, if that is no greenlet: a queue's job, a link, a function in the hub's queue.
struct Place {
    Id id = Id::Hub;
    std::string title{};
};
using PlaceObject = Object<Place>;

bool is_place(PyObject* object) { return Py_TYPE(object)->tp_dealloc == &PlaceObject::destroy; }

Ref repr(PyObject* self) {
    const auto& title = PlaceObject::of(self).title;
    return Ref::text(title.empty() ? "<callback>" : "<callback of " + title + ">");
}

// None for what the program is to end with, as gevent has it.
Ref place_of(Target* context, bool is_system_error) {
    if (const auto* greenlet = dynamic_cast<const GreenletCore*>(context))
        return object_of(Greenlet(GreenletRef(const_cast<GreenletCore*>(greenlet))));
    if (is_system_error) return Ref::none();
    auto made = new_object("place");
    if (context) PlaceObject::of(made.get()) = {context->id(), context->title()};
    return made;
}

Id id_of(PyObject* context) {
    if (const auto* greenlet = greenlet_of(context)) return greenlet->core().id();
    if (is_place(context)) return PlaceObject::of(context).id;
    return Id::Hub;
}

// For the record: the hub tells of an error.
Ref record_report(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* context = nullptr;
    PyObject* exception = nullptr;
    if (!PyArg_ParseTuple(arguments, "OO", &context, &exception)) throw ErrorIsSet{};
    here();
    Hub::get().record_report(id_of(context), describe(as_exception(exception)));
    return Ref::none();
}

Ref raise_in_main(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* exception = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &exception)) throw ErrorIsSet{};
    here();
    Hub::get().raise_in_main(as_exception(exception));
    return Ref::none();
}

}  // namespace

void Interpreter::handle_error(Target* context, const std::exception_ptr& error, bool is_system_error) {
    auto& hub = Hub::get();
    // Of a run that is stopped nothing is told any more, least of all how Python was made to notice.
    hub.stop_if_asked();
    // A greenlet that ends has given its own state back, and the hub's must not be used on its stack.
    std::optional<OwnState> own;
    if (!hub.in_hub() && PyThreadState_Get() == base_) own.emplace(*this);
    const auto failed = std::exchange(failed_, {});
    const ErrorAside aside;
    bool is_for_main = false;
    try {
        const auto python_hub = object_of(get_hub());
        const auto exception = python_exception(error);
        PyObject* its_traceback = PyException_GetTraceback(exception.get());
        const auto hold = its_traceback ? Ref::taken(its_traceback) : Ref::none();
        Ref::taken(PyObject_CallMethod(python_hub.get(), "handle_error", "OOOO",
                                       place_of(context, is_system_error).get(), Py_TYPE(exception.get()),
                                       exception.get(), hold.get()));
    } catch (const ErrorIsSet&) {
        hub.stop_if_asked();
        is_for_main = hub.current().id() == Id::Main;
        // Once main is over, it is what lets this one leave its functions.
        if (!is_for_main && hub_) PyErr_WriteUnraisable(nullptr);
    }
    if (!hub.in_hub()) leave_if_over();
    if (is_for_main) throw_error();
}

void add_hub_errors(PyObject* module) {
    static PyMethodDef functions[] = {
        method<record_report>("record_report", nullptr), method<raise_in_main>("raise_in_main", nullptr), {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
    const PyType_Slot slots[] = {{Py_tp_repr, reinterpret_cast<void*>(&wrapped_slot<repr>)}};
    add_type<PlaceObject>(module, {.name = "_greenscope.place",
                                   .text = "Where an error came from.",
                                   .flags = Py_TPFLAGS_DEFAULT,
                                   .slots = slots});
}

}  // namespace green::python
