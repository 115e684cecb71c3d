#include "python/datetime_clock.h"

#include "python/binding.h"

namespace green::python {

namespace {

// Its classes ask the system for the time, so the class methods that do are put in the place of theirs. (today() asks
// time.time().)
Ref at_now(PyObject* type, const char* method, PyObject* zone) {
    const auto seconds = Ref::taken(PyObject_CallNoArgs(imported("time", "time").get()));
    if (!zone || zone == Py_None) return Ref::taken(PyObject_CallMethod(type, method, "O", seconds.get()));
    return Ref::taken(PyObject_CallMethod(type, method, "OO", seconds.get(), zone));
}
Ref now(PyObject* type, PyObject* arguments, PyObject* keywords) {
    PyObject* zone = nullptr;
    const char* const names[] = {"tz", nullptr};
    parse(arguments, keywords, "|O", names, &zone);
    return at_now(type, "fromtimestamp", zone);
}
Ref utcnow(PyObject* type, PyObject*, PyObject*) { return at_now(type, "utcfromtimestamp", nullptr); }

// Of the type's own dict, which no program can write to.
void replace_entry(PyObject* type, PyObject* name, PyObject* value) {
    auto* const its_type = reinterpret_cast<PyTypeObject*>(type);
    if (PyDict_SetItem(its_type->tp_dict, name, value) != 0) throw ErrorIsSet{};
    PyType_Modified(its_type);
}

// Returns what was there, for restore_datetime: (type, name, method).
void replace_class_method(PyObject* type, PyMethodDef& method, PyObject* originals) {
    auto* const its_type = reinterpret_cast<PyTypeObject*>(type);
    const auto name = Ref::text(method.ml_name);
    const auto original = Ref::of(PyDict_GetItem(its_type->tp_dict, name.get()));
    if (!original) fail(PyExc_RuntimeError, "datetime has no " + std::string(method.ml_name));
    const auto entry = Ref::taken(PyTuple_Pack(3, type, name.get(), original.get()));
    if (PyList_Append(originals, entry.get()) != 0) throw ErrorIsSet{};
    replace_entry(type, name.get(), Ref::taken(PyDescr_NewClassMethod(its_type, &method)).get());
}

Ref follow_datetime(PyObject*, PyObject*, PyObject*) {
    static PyMethodDef now_method = method<now>("now", "The local time, or that of a zone.", METH_CLASS);
    static PyMethodDef utcnow_method = method<utcnow>("utcnow", "The time in UTC.", METH_CLASS);
    const auto datetime = imported("datetime", "datetime");
    auto originals = Ref::taken(PyList_New(0));
    replace_class_method(datetime.get(), now_method, originals.get());
    replace_class_method(datetime.get(), utcnow_method, originals.get());
    return originals;
}

// The types outlive the interpreter: what it made must not stay in them.
Ref restore_datetime(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* originals = nullptr;
    if (!PyArg_ParseTuple(arguments, "O!", &PyList_Type, &originals)) throw ErrorIsSet{};
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(originals); ++i) {
        PyObject* entry = PyList_GET_ITEM(originals, i);
        replace_entry(PyTuple_GET_ITEM(entry, 0), PyTuple_GET_ITEM(entry, 1), PyTuple_GET_ITEM(entry, 2));
    }
    return Ref::none();
}

}  // namespace

void add_datetime_clock(PyObject* module) {
    static PyMethodDef functions[] = {
        method<follow_datetime>("follow_datetime", nullptr), method<restore_datetime>("restore_datetime", nullptr), {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
