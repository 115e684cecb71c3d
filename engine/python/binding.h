// What it takes to show a class of the engine to Python: the object, and the functions' wrappers.
#pragma once

#include "python/ref.h"

#include <chrono>
#include <new>
#include <optional>
#include <span>
#include <string>

#include "hub/hub.h"
#include "hub/timeout.h"
#include "python/errors.h"
#include "python/interpreter.h"

namespace green::python {

// A Python object that holds a State, which begins as State().
template <class State>
struct Object {
    PyObject_HEAD State state;

    static PyObject* create(PyTypeObject* type, PyObject*, PyObject*) {
        PyObject* self = type->tp_alloc(type, 0);
        if (self) new (&of(self)) State();
        return self;
    }
    static void destroy(PyObject* self) {
        PyTypeObject* type = Py_TYPE(self);
        if (PyType_IS_GC(type)) PyObject_GC_UnTrack(self);
        of(self).~State();
        type->tp_free(self);
        Py_DECREF(type);
    }
    static State& of(PyObject* self) { return reinterpret_cast<Object*>(self)->state; }

    // For the garbage collector: `visited` calls Visit for each of Python's objects that the State has, and has alone.
    // What the engine has too, for a job or somebody who waits, is not for the collector to judge.
    template <auto visited>
    static int traverse(PyObject* self, visitproc visit, void* argument) {
        if (const int result = visit(reinterpret_cast<PyObject*>(Py_TYPE(self)), argument)) return result;
        Visit each(visit, argument);
        visited(of(self), each);
        return each.result();
    }
    static int clear(PyObject* self) {
        const auto gone = std::exchange(of(self), State());
        return 0;
    }
};

using Function = Ref(PyObject* self, PyObject* arguments, PyObject* keywords);
using Getter = Ref(PyObject* self);

template <Function* function>
PyObject* wrapped(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded([&] { return function(self, arguments, keywords); });
}
template <Getter* getter>
PyObject* wrapped_getter(PyObject* self, void*) {
    return guarded([&] { return getter(self); });
}
template <Getter* getter>
PyObject* wrapped_slot(PyObject* self) {
    return guarded([&] { return getter(self); });
}

template <Function* function>
PyMethodDef method(const char* name, const char* text, int flags = 0) {
    return {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&wrapped<function>)),
            METH_VARARGS | METH_KEYWORDS | flags, text};
}
// A method that other threads of the program may call too: the engine's thread does it for them, and they wait (see
// lib/gevent/_crossthread.py). `definition` is the same for the engine's thread alone: the method itself, not what a
// subclass that calls it makes of it. Not to be called `guarded`: a thread that the interpreter does not wait for is
// unwound from here.
PyObject* call_in_engine(PyMethodDef& definition, PyObject* self, PyObject* arguments, PyObject* keywords);
template <Function* function>
struct SharedMethod {
    static inline PyMethodDef own{};

    static PyObject* call(PyObject* self, PyObject* arguments, PyObject* keywords) {
        if (Hub::find()) [[likely]]
            return wrapped<function>(self, arguments, keywords);
        return call_in_engine(own, self, arguments, keywords);
    }
};
template <Function* function>
PyMethodDef shared_method(const char* name, const char* text) {
    auto definition = method<function>(name, text);
    SharedMethod<function>::own = definition;
    definition.ml_meth = reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&SharedMethod<function>::call));
    return definition;
}
// The same of a constructor.
template <initproc init>
Ref init_as_function(PyObject* self, PyObject* arguments, PyObject* keywords) {
    if (init(self, arguments, keywords) != 0) throw ErrorIsSet{};
    return Ref::none();
}
template <initproc init>
int shared_init(PyObject* self, PyObject* arguments, PyObject* keywords) {
    if (Hub::find()) [[likely]]
        return init(self, arguments, keywords);
    static auto definition = method<init_as_function<init>>("__init__", nullptr);
    PyObject* none = call_in_engine(definition, self, arguments, keywords);
    Py_XDECREF(none);
    return none ? 0 : -1;
}

template <Getter* getter>
PyGetSetDef property(const char* name, const char* text) {
    return {name, &wrapped_getter<getter>, nullptr, text, nullptr};
}

// As PyArg_ParseTupleAndKeywords. Throws ErrorIsSet. `names` ends with null.
template <class... Places>
void parse(PyObject* arguments, PyObject* keywords, const char* format, const char* const* names, Places*... places) {
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, format, const_cast<char**>(names), places...))
        throw ErrorIsSet{};
}

// A type for the package's own module, under the last part of its name. Throws ErrorIsSet.
struct TypeParts {
    const char* name;  // "_greenscope.Queue"
    const char* text = "Of the engine.";
    unsigned int flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE;
    newfunc make = nullptr;  // null: the object's own `create`
    initproc init = nullptr;
    // These must outlive the call, and end with {}.
    PyMethodDef* methods = nullptr;
    PyGetSetDef* properties = nullptr;
    // For what may lead back to itself: see Object.
    traverseproc traverse = nullptr;
    // What else there is.
    std::span<const PyType_Slot> slots{};
    PyObject* base = nullptr;
};
void add_type(PyObject* module, const TypeParts& parts, std::size_t size, newfunc make, destructor destroy,
              inquiry clear);
// Of an Object, or what is like one.
template <class Kind>
void add_type(PyObject* module, const TypeParts& parts) {
    add_type(module, parts, sizeof(Kind), parts.make ? parts.make : &Kind::create, &Kind::destroy, &Kind::clear);
}

// An object of one of the module's types, as the engine makes it: without arguments, and its constructor is not run.
// Throws ErrorIsSet.
Ref new_object(const char* type);

// As the members of the thread's interpreter.
inline trace::SourceLocation here() { return Interpreter::get().here(); }
inline std::string assigned_name() { return Interpreter::get().assigned_name(); }

// What greenlets that run it are called.
std::string name_of_callable(PyObject* callable);

// --- arguments; each throws ErrorIsSet for what can't be one ---

// Null and None: none. What is negative is nothing.
std::optional<std::size_t> count_of(PyObject* count);
// Seconds.
std::chrono::nanoseconds duration_of(PyObject* seconds);
std::optional<std::chrono::nanoseconds> optional_duration_of(PyObject* seconds);  // null and None: none
// What every blocking call takes: null, None, seconds, or a gevent.Timeout.
TimeLimit limit_of(PyObject* timeout);

// Of get() and its kin: whether to wait, and how long. `flag` is what the first of the two is called.
struct Patience {
    bool block = true;
    TimeLimit limit{};
};
Patience patience_of(PyObject* arguments, PyObject* keywords, const char* flag = "block");

}  // namespace green::python
