#include "python/greenlet_making.h"

#include <chrono>
#include <optional>
#include <string>

#include "hub/hub.h"
#include "hub/repr.h"
#include "python/binding.h"
#include "python/greenlet_body.h"
#include "python/greenlet_object.h"
#include "python/greenlet_state.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

std::string short_type_name(PyObject* object) {
    const std::string name = Py_TYPE(object)->tp_name;
    return name.substr(name.rfind('.') + 1);
}

std::string argument_texts(PyObject* arguments, PyObject* keywords) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(arguments); ++i) add(safe_repr(PyTuple_GET_ITEM(arguments, i)));
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    for (Py_ssize_t at = 0; keywords && PyDict_Next(keywords, &at, &key, &value);)
        add(utf8(key) + '=' + safe_repr(value));
    return cut_repr(std::move(text));
}

// The program's name for it, if it was given one before its start: a class attribute or set by its constructor.
std::string given_name(PyObject* self) {
    PyObject* dict = reinterpret_cast<GreenletObject*>(self)->dict;
    PyObject* name = dict ? PyDict_GetItemString(dict, "_name") : nullptr;
    return name && PyUnicode_Check(name) ? utf8(name) : std::string();
}

// The greenlet's side of a Python object: made, and with `start` also started, in one event of the record.
enum class Begin { Created, Started };
void give_greenlet(PyObject* self, Begin begin, std::optional<std::chrono::nanoseconds> delay,
                   GreenletCore::Sort sort = GreenletCore::Sort::Greenlet) {
    auto& state = GreenletObject::of(self);
    detail::Birth birth;
    birth.where = here();
    birth.name = given_name(self);
    birth.run = state.run ? name_of_callable(state.run.get()) : short_type_name(self);
    if (Hub::get().recorder().keeps()) birth.arguments = argument_texts(state.arguments.get(), state.keywords.get());
    const auto kept = std::make_shared<Ref>();
    state.kept = kept;
    state.spawned = SpawnPlace::here();
    if (begin == Begin::Created) {
        state.greenlet = detail::create(birth, GreenletBody{self, kept}, sort);
    } else {
        *kept = Ref::of(self);
        state.greenlet = sort == GreenletCore::Sort::Raw
                             ? Greenlet(GreenletRef(&detail::spawn_raw(birth, GreenletBody{self, kept}).core()))
                             : detail::spawn(birth, GreenletBody{self, kept}, delay);
    }
    Interpreter::get().add_face(state.greenlet->core(), self);
}

// gevent's Greenlet.add_spawn_callback.
void tell_of_start(PyObject* self) {
    const auto& callbacks = Interpreter::get().spawn_callbacks();
    if (!callbacks) return;
    const auto copy = Ref::taken(PySequence_List(callbacks.get()));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(copy.get()); ++i)
        Ref::taken(PyObject_CallOneArg(PyList_GET_ITEM(copy.get(), i), self));
}

// It will run: from now on it must not go.
void keep_until_end(PyObject* self) {
    const auto& core = greenlet(self);
    const auto kept = GreenletObject::of(self).kept.lock();
    if (kept && !core.started() && !core.dead()) *kept = Ref::of(self);
}

void take_arguments(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto& state = GreenletObject::of(self);
    PyObject* run = PyTuple_GET_SIZE(arguments) > 0 ? PyTuple_GET_ITEM(arguments, 0) : nullptr;
    state.keywords = keywords ? Ref::taken(PyDict_Copy(keywords)) : Ref::taken(PyDict_New());
    Ref given = Ref::of(run);
    if (!given) {
        given = Ref::of(PyDict_GetItemString(state.keywords.get(), "run"));
        if (given) PyDict_DelItemString(state.keywords.get(), "run");
    }
    if (given && given.get() != Py_None) {
        if (!PyCallable_Check(given.get())) fail(PyExc_TypeError, "The run argument or self._run must be callable");
        state.run = given;
    }
    state.arguments = Ref::taken(PyTuple_GetSlice(arguments, 1, PyTuple_GET_SIZE(arguments)));
    if (!state.run) {
        const auto own = attribute_or_null(self, "_run");
        if (!own || !PyCallable_Check(own.get()))
            fail(PyExc_TypeError, "The run argument or self._run must be callable");
    }
}

// With a constructor of its own, making one and starting it are two events, with what that constructor does between.
Ref make_and_start(PyObject* type, PyObject* arguments, PyObject* keywords,
                   std::optional<std::chrono::nanoseconds> delay) {
    auto* made_type = reinterpret_cast<PyTypeObject*>(type);
    if (made_type->tp_init == &init_greenlet) {
        auto made = Ref::taken(made_type->tp_new(made_type, arguments, keywords));
        take_arguments(made.get(), arguments, keywords);
        give_greenlet(made.get(), Begin::Started, delay);
        tell_of_start(made.get());
        return made;
    }
    auto made = Ref::taken(PyObject_Call(type, arguments, keywords));
    if (delay) {
        const auto seconds = Ref::taken(PyFloat_FromDouble(std::chrono::duration<double>(*delay).count()));
        Ref::taken(PyObject_CallMethod(made.get(), "start_later", "O", seconds.get()));
    } else {
        Ref::taken(PyObject_CallMethod(made.get(), "start", nullptr));
    }
    return made;
}

}  // namespace

int init_greenlet(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        take_arguments(self, arguments, keywords);
        give_greenlet(self, Begin::Created, {});
        return 0;
    });
}

int init_raw_greenlet(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        PyObject* run = nullptr;
        PyObject* parent = nullptr;
        const char* const names[] = {"run", "parent", nullptr};
        parse(arguments, keywords, "|OO", names, &run, &parent);
        Interpreter::get();
        auto& state = GreenletObject::of(self);
        if (run && run != Py_None) state.run = Ref::of(run);
        state.parent = parent && parent != Py_None ? Ref::of(parent) : object_of(getcurrent());
        const auto* its_parent = greenlet_of(state.parent.get());
        if (!its_parent) fail(PyExc_TypeError, "parent must be a greenlet");
        state.arguments = Ref::taken(PyTuple_New(0));
        state.keywords = Ref::taken(PyDict_New());
        give_greenlet(self, Begin::Created, {}, GreenletCore::Sort::Raw);
        return 0;
    });
}

Ref spawn(PyObject* type, PyObject* arguments, PyObject* keywords) {
    return make_and_start(type, arguments, keywords, {});
}
Ref spawn_later(PyObject* type, PyObject* arguments, PyObject* keywords) {
    if (PyTuple_GET_SIZE(arguments) == 0) fail(PyExc_TypeError, "spawn_later() needs the seconds");
    const auto delay = duration_of(PyTuple_GET_ITEM(arguments, 0));
    if (PyTuple_GET_SIZE(arguments) == 1 && imported("gevent.greenlet", "Greenlet").get() == type)
        fail(PyExc_TypeError, "spawn_later() needs a function");
    const auto rest = Ref::taken(PyTuple_GetSlice(arguments, 1, PyTuple_GET_SIZE(arguments)));
    return make_and_start(type, rest.get(), keywords, delay);
}

Ref spawn_raw(PyObject*, PyObject* arguments, PyObject* keywords) {
    auto* type = reinterpret_cast<PyTypeObject*>(imported("greenlet", "greenlet").get());
    auto made = Ref::taken(type->tp_new(type, arguments, keywords));
    take_arguments(made.get(), arguments, keywords);
    give_greenlet(made.get(), Begin::Started, {}, GreenletCore::Sort::Raw);
    return made;
}

Ref start(PyObject* self, PyObject*, PyObject*) {
    auto& core = greenlet(self);
    if (!core.started() && !core.dead()) tell_of_start(self);
    keep_until_end(self);
    core.start(here());
    return Ref::none();
}
Ref start_later(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* seconds = nullptr;
    const char* const names[] = {"seconds", nullptr};
    parse(arguments, keywords, "O", names, &seconds);
    auto& core = greenlet(self);
    if (!core.started() && !core.dead()) tell_of_start(self);
    keep_until_end(self);
    core.start_later(duration_of(seconds), here());
    return Ref::none();
}

}  // namespace green::python
