#include "python/binding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "python/timeout_object.h"

namespace green::python {

void add_type(PyObject* module, const TypeParts& parts, std::size_t size, newfunc make, destructor destroy,
              inquiry clear) {
    std::vector<PyType_Slot> slots(parts.slots.begin(), parts.slots.end());
    slots.push_back({Py_tp_doc, const_cast<char*>(parts.text)});
    slots.push_back({Py_tp_new, reinterpret_cast<void*>(make)});
    slots.push_back({Py_tp_dealloc, reinterpret_cast<void*>(destroy)});
    if (parts.init) slots.push_back({Py_tp_init, reinterpret_cast<void*>(parts.init)});
    if (parts.methods) slots.push_back({Py_tp_methods, parts.methods});
    if (parts.properties) slots.push_back({Py_tp_getset, parts.properties});
    auto flags = parts.flags;
    if (parts.traverse) {
        slots.push_back({Py_tp_traverse, reinterpret_cast<void*>(parts.traverse)});
        slots.push_back({Py_tp_clear, reinterpret_cast<void*>(clear)});
        flags |= Py_TPFLAGS_HAVE_GC;
    }
    slots.push_back({0, nullptr});
    PyType_Spec spec{parts.name, static_cast<int>(size), 0, flags, slots.data()};
    const auto type = Ref::taken(PyType_FromSpecWithBases(&spec, parts.base));
    const std::string name = parts.name;
    if (PyModule_AddObjectRef(module, name.substr(name.rfind('.') + 1).c_str(), type.get()) != 0) throw ErrorIsSet{};
}

PyObject* call_in_engine(PyMethodDef& definition, PyObject* self, PyObject* arguments, PyObject* keywords) {
    // Python is ending: the run is over and its modules are gone, but logging still takes and gives back its locks. All
    // are free.
    if (_Py_IsFinalizing()) Py_RETURN_TRUE;
    PyObject* module = PyImport_ImportModule("gevent._crossthread");
    PyObject* in_engine = module ? PyObject_GetAttrString(module, "in_engine") : nullptr;
    PyObject* function = in_engine ? PyCFunction_New(&definition, self) : nullptr;
    PyObject* given = keywords ? Py_NewRef(keywords) : PyDict_New();
    PyObject* result =
        function && given ? PyObject_CallFunctionObjArgs(in_engine, function, arguments, given, nullptr) : nullptr;
    Py_XDECREF(given);
    Py_XDECREF(function);
    Py_XDECREF(in_engine);
    Py_XDECREF(module);
    return result;
}

Ref new_object(const char* type) {
    const auto found = imported("_greenscope", type);
    auto* const made = reinterpret_cast<PyTypeObject*>(found.get());
    return Ref::taken(made->tp_new(made, nullptr, nullptr));
}

std::string name_of_callable(PyObject* callable) {
    const auto name = attribute_or_null(callable, "__name__");
    if (name) return PyUnicode_Check(name.get()) ? utf8(name.get()) : Py_TYPE(callable)->tp_name;
    // functools.partial says what it calls.
    const auto inner = attribute_or_null(callable, "func");
    return inner ? name_of_callable(inner.get()) : Py_TYPE(callable)->tp_name;
}

std::optional<std::size_t> count_of(PyObject* count) {
    if (!count || count == Py_None) return std::nullopt;
    const auto given = PyNumber_AsSsize_t(count, PyExc_OverflowError);
    if (given == -1 && PyErr_Occurred()) throw ErrorIsSet{};
    return static_cast<std::size_t>(std::max<Py_ssize_t>(given, 0));
}

std::chrono::nanoseconds duration_of(PyObject* seconds) {
    const double value = PyFloat_AsDouble(seconds);
    if (value == -1 && PyErr_Occurred()) throw ErrorIsSet{};
    if (std::isnan(value)) fail(PyExc_ValueError, "a time can't be NaN");
    // Further than anybody waits.
    constexpr double furthest = 1e9;
    constexpr double second = 1e9;
    return std::chrono::nanoseconds(std::llround(std::min(std::max(value, -furthest), furthest) * second));
}

std::optional<std::chrono::nanoseconds> optional_duration_of(PyObject* seconds) {
    if (!seconds || seconds == Py_None) return std::nullopt;
    return duration_of(seconds);
}

TimeLimit limit_of(PyObject* timeout) {
    if (!timeout || timeout == Py_None) return {};
    if (const auto* given = timeout_of(timeout)) return *given;
    return duration_of(timeout);
}

Patience patience_of(PyObject* arguments, PyObject* keywords, const char* flag) {
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {flag, "timeout", nullptr};
    parse(arguments, keywords, "|pO", names, &block, &timeout);
    return {block == 1, limit_of(timeout)};
}

}  // namespace green::python
