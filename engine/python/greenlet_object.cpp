#include "python/greenlet_object.h"

#include <structmember.h>

#include "hub/hub.h"
#include "python/binding.h"
#include "python/greenlet_making.h"
#include "python/greenlet_state.h"
#include "python/greenlet_switch.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

// --- waiting ---
Ref join(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* timeout = nullptr;
    const char* const names[] = {"timeout", nullptr};
    parse(arguments, keywords, "|O", names, &timeout);
    const auto where = here();
    greenlet(self).join(limit_of(timeout), where);
    return Ref::none();
}
Ref get(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords);
    const auto where = here();
    auto& core = greenlet(self);
    if (how.block)
        core.get(how.limit, where);
    else
        core.get_nowait();
    return value_of(core);
}

Ref kill(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* exception = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"exception", "block", "timeout", nullptr};
    parse(arguments, keywords, "|OpO", names, &exception, &block, &timeout);
    const auto where = here();
    greenlet(self).kill(exception_or_exit(exception), block == 1, limit_of(timeout), where);
    return Ref::none();
}

// --- links ---
Ref add_link(PyObject* self, PyObject* arguments, PyObject* keywords,
             RawLink<Greenlet> (Greenlet::*link)(RawLink<Greenlet>)) {
    PyObject* callback = nullptr;
    const char* const names[] = {"callback", nullptr};
    parse(arguments, keywords, "O", names, &callback);
    if (!PyCallable_Check(callback)) fail(PyExc_TypeError, "Expected callable: " + safe_repr(callback));
    Interpreter::get();
    auto& core = greenlet(self);
    auto made = GreenletObject::of(self).links.made(callback, self);
    (core.*link)(std::move(made));
    return Ref::none();
}
Ref rawlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::rawlink);
}
Ref link(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link);
}
Ref link_value(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link_value);
}
Ref link_exception(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link_exception);
}
Ref unlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* callback = nullptr;
    const char* const names[] = {"callback", nullptr};
    parse(arguments, keywords, "O", names, &callback);
    auto& core = greenlet(self);
    if (const auto found = GreenletObject::of(self).links.take(callback)) core.unlink(*found);
    return Ref::none();
}
Ref unlink_all(PyObject* self, PyObject*, PyObject*) {
    greenlet(self).unlink_all();
    GreenletObject::of(self).links.clear();
    return Ref::none();
}
Ref has_links(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).has_links()); }

// The frame that it goes on in; None of the one that runs, of one that has not begun and of one that has ended.
Ref frame_of(PyObject* self) {
    auto& interpreter = Interpreter::get();
    const auto& core = greenlet(self).core();
    if (&core == &Hub::get().current()) return Ref::none();
    auto* const state = interpreter.state_of(core);
    PyFrameObject* const frame = state ? PyThreadState_GetFrame(state) : nullptr;
    return frame ? Ref::taken(reinterpret_cast<PyObject*>(frame)) : Ref::none();
}

// --- what it is ---
Ref ready(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).ready()); }
Ref successful(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).successful()); }
Ref started(PyObject* self) { return Ref::truth(greenlet(self).started()); }
Ref dead(PyObject* self) { return Ref::truth(greenlet(self).dead()); }
Ref value(PyObject* self) { return value_of(greenlet(self)); }
Ref exception(PyObject* self) {
    const auto error = greenlet(self).exception();
    return error ? python_exception(error) : Ref::none();
}
Ref arguments(PyObject* self) {
    const auto& given = GreenletObject::of(self).arguments;
    return given ? given : Ref::taken(PyTuple_New(0));
}
Ref keywords(PyObject* self) {
    const auto& given = GreenletObject::of(self).keywords;
    return given ? given : Ref::taken(PyDict_New());
}
Ref run_function(PyObject* self) {
    const auto& run = GreenletObject::of(self).run;
    return run ? run : Ref::none();
}
Ref engine_name(PyObject* self) { return Ref::text(greenlet(self).name()); }
Ref number(PyObject* self) { return Ref::number(trace::raw(greenlet(self).core().id())); }
Ref is_raw(PyObject* self) { return Ref::truth(greenlet(self).core().raw()); }

Ref spawning_greenlet(PyObject* self) { return GreenletObject::of(self).spawned.greenlet(); }
Ref spawning_stack(PyObject* self) { return GreenletObject::of(self).spawned.frames(); }
Ref tree_locals(PyObject* self) {
    const auto& found = GreenletObject::of(self).spawned.tree_locals();
    if (!found) fail(PyExc_AttributeError, "spawn_tree_locals");
    return found;
}
int set_tree_locals(PyObject* self, PyObject* value, void*) {
    GreenletObject::of(self).spawned.set_tree_locals(value ? Ref::of(value) : Ref());
    return 0;
}

int truth(PyObject* self) {
    return guarded_int([&] { return greenlet(self).started() ? 1 : 0; });
}

}  // namespace

std::exception_ptr exception_or_exit(PyObject* exception) {
    if (!exception || exception == Py_None) return as_exception(imported("greenlet", "GreenletExit").get());
    if (PyTuple_Check(exception) && PyTuple_GET_SIZE(exception) == 3)
        return as_exception(PyTuple_GET_ITEM(exception, 0), PyTuple_GET_ITEM(exception, 1),
                            PyTuple_GET_ITEM(exception, 2));
    return as_exception_or_refusal(exception);
}

KillOptions kill_options(PyObject* exception, int block, PyObject* timeout) {
    return {.exception = exception_or_exit(exception), .block = block == 1, .timeout = limit_of(timeout)};
}

std::vector<Greenlet> greenlets_of(PyObject* iterable) {
    const auto iterator = Ref::taken(PyObject_GetIter(iterable));
    std::vector<Greenlet> found;
    while (PyObject* item = PyIter_Next(iterator.get())) {
        const auto hold = Ref::taken(item);
        const auto* greenlet = greenlet_of(item);
        if (!greenlet) fail(PyExc_TypeError, "Expected a greenlet, got " + safe_repr(item));
        found.push_back(*greenlet);
    }
    if (PyErr_Occurred()) throw ErrorIsSet{};
    return found;
}

void let_go_of_greenlet(PyObject* object) { GreenletObject::of(object).greenlet.reset(); }

Ref object_of(const Greenlet& greenlet) {
    auto& interpreter = Interpreter::get();
    if (auto* face = interpreter.face_of(greenlet.core())) return Ref::of(face);
    const auto id = greenlet.core().id();
    // Main, the hub, and what the engine itself makes for a link.
    const auto type = id == Id::Hub
                          ? Ref::taken(PyObject_CallNoArgs(imported("gevent._hub_local", "get_hub_class").get()))
                          : imported("greenlet", "greenlet");
    auto* python_type = reinterpret_cast<PyTypeObject*>(type.get());
    const auto nothing = Ref::taken(PyTuple_New(0));
    auto made = Ref::taken(python_type->tp_new(python_type, nothing.get(), nullptr));
    GreenletObject::of(made.get()).greenlet = greenlet;
    interpreter.add_face(greenlet.core(), made.get());
    // They live as long as the run; so does what they are to Python, and what the program keeps in it.
    if (id == Id::Hub || id == Id::Main) interpreter.keep(made);
    if (id == Id::Hub) Ref::taken(PyObject_CallMethod(made.get(), "_begin", nullptr));
    return made;
}

void add_greenlet_types(PyObject* module) {
    static PyMethodDef raw_methods[] = {
        method<throw_now>("throw", "Raises the exception in it now."), method<switch_to>("switch", nullptr), {}};
    static PyGetSetDef raw_properties[] = {
        property<dead>("dead", "Whether it has ended, or will never run."),
        property<run_function>("_run_given", nullptr),
        property<engine_name>("_engine_name", nullptr),
        property<number>("_number", nullptr),
        {"parent", &wrapped_getter<parent_of>, &set_parent, "Who goes on when it has ended.", nullptr},
        property<spawning_greenlet>("spawning_greenlet", "A weak reference to who made it."),
        property<frame_of>("gr_frame", "Where it goes on."),
        {"spawn_tree_locals", &wrapped_getter<tree_locals>, &set_tree_locals, "What all that one has spawned share.",
         nullptr},
        {"__dict__", &PyObject_GenericGetDict, &PyObject_GenericSetDict, nullptr, nullptr},
        property<is_raw>("_is_raw", nullptr),
        {}};
    static PyMemberDef raw_members[] = {
        {"__dictoffset__", T_PYSSIZET, GreenletObject::dict_offset, READONLY, nullptr},
        {"__weaklistoffset__", T_PYSSIZET, GreenletObject::weak_references_offset, READONLY, nullptr},
        {}};
    const PyType_Slot raw_slots[] = {{Py_tp_members, raw_members}, {Py_nb_bool, reinterpret_cast<void*>(&truth)}};
    add_type<GreenletObject>(module, {.name = "greenlet.greenlet",
                                      .text = "A greenlet of the engine.",
                                      .init = &init_raw_greenlet,
                                      .methods = raw_methods,
                                      .properties = raw_properties,
                                      .traverse = &GreenletObject::traverse,
                                      .slots = raw_slots});
    const auto base = attribute(module, "greenlet");

    static PyMethodDef methods[] = {
        method<spawn>("spawn", "Makes one and starts it.", METH_CLASS),
        method<spawn_later>("spawn_later", "Makes one and starts it after so many seconds.", METH_CLASS),
        method<start>("start", "Starts it, once."),
        method<start_later>("start_later", "Starts it after so many seconds, once."),
        method<join>("join", "Waits until it has ended."),
        method<get>("get", "Waits; returns what it returned or raises what it raised."),
        method<kill>("kill", "Raises GreenletExit, or the exception, in it."),
        method<rawlink>("rawlink", "Calls the function with it, in the hub, when it has ended."),
        method<link>("link", "Calls the function with it when it has ended."),
        method<link_value>("link_value", "As link, if it succeeded."),
        method<link_exception>("link_exception", "As link, if it failed."),
        method<unlink>("unlink", "Does not call the function any more."),
        method<unlink_all>("unlink_all", "Calls nobody any more."),
        method<has_links>("has_links", nullptr),
        method<ready>("ready", "Whether it has ended."),
        method<successful>("successful", "Whether it has ended without an error."),
        {}};
    static PyGetSetDef properties[] = {property<started>("started", "Whether it is started and has not ended."),
                                       property<value>("value", "What it returned."),
                                       property<exception>("exception", "What it raised."),
                                       property<spawning_stack>("spawning_stack", "Where that was."),
                                       property<arguments>("args", nullptr),
                                       property<keywords>("kwargs", nullptr),
                                       {}};
    add_type<GreenletObject>(module, {.name = "_greenscope.Greenlet",
                                      .text = "A greenlet of the engine.",
                                      .init = &init_greenlet,
                                      .methods = methods,
                                      .properties = properties,
                                      .traverse = &GreenletObject::traverse,
                                      .base = base.get()});
}

}  // namespace green::python
