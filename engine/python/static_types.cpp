#include "python/static_types.h"

#include "python/ref.h"

namespace green::python {

namespace {

// What object does by functions that nobody else has.
constexpr const char* inherited[] = {"__str__", "__repr__", "__init__", "__eq__", "__ne__",
                                     "__lt__",  "__le__",   "__gt__",   "__ge__"};

const void* function_of(PyTypeObject* type, const char* name) {
    PyObject* const found = PyDict_GetItemString(type->tp_dict, name);
    return found && Py_IS_TYPE(found, &PyWrapperDescr_Type) ? reinterpret_cast<PyWrapperDescrObject*>(found)->d_wrapped
                                                            : nullptr;
}

void restore_with_subclasses(PyTypeObject* type) {
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) == 0 && type != &PyBaseObject_Type) {
        for (const auto* name : inherited) {
            const auto* const own = function_of(type, name);
            if (own && own == function_of(&PyBaseObject_Type, name)) PyDict_DelItemString(type->tp_dict, name);
        }
        PyType_Modified(type);
    }
    const auto subclasses =
        Ref::taken(PyObject_CallMethod(reinterpret_cast<PyObject*>(&PyType_Type), "__subclasses__", "O", type));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(subclasses.get()); ++i)
        restore_with_subclasses(reinterpret_cast<PyTypeObject*>(PyList_GET_ITEM(subclasses.get(), i)));
}

}  // namespace

// An interpreter that ends empties the dicts of the types, and the next one fills them again: from what the types can
// do, to which belongs by now what they had inherited. str() of an IntEnum's member, say, would be its repr(), since
// enum asks whether int.__str__ is object's.
void restore_static_types() { restore_with_subclasses(&PyBaseObject_Type); }

}  // namespace green::python
