#include "python/safe_repr.h"

#include "hub/repr.h"
#include "python/errors.h"
#include "python/greenlet_object.h"

namespace green::python {

namespace {

constexpr int deepest = 3;

class Writer {
public:
    std::string written(PyObject* value) {
        add(value, 0);
        return cut_repr(std::move(text_));
    }

private:
    bool is_full() const { return text_.size() > longest_repr; }

    void add(PyObject* value, int depth) {
        if (is_full()) return;
        if (value == Py_None || value == Py_Ellipsis || PyBool_Check(value) || PyFloat_CheckExact(value) ||
            PyComplex_CheckExact(value) || PyUnicode_CheckExact(value) || PyBytes_CheckExact(value) ||
            PyByteArray_CheckExact(value) || PyRange_Check(value))
            add_own(value);
        else if (PyLong_CheckExact(value))
            add_number(value);
        else if (PyList_CheckExact(value))
            add_items(value, "[", "]", depth);
        else if (PyTuple_CheckExact(value))
            add_items(value, "(", PyTuple_GET_SIZE(value) == 1 ? ",)" : ")", depth);
        else if (PyAnySet_CheckExact(value))
            add_set(value, depth);
        else if (PyDict_CheckExact(value))
            add_dict(value, depth);
        else if (PyExceptionInstance_Check(value))
            add_exception(value, depth);
        else if (const auto* greenlet = greenlet_of(value))
            text_ += repr(*greenlet);
        else if (PyFunction_Check(value) || PyType_Check(value))
            add_named(value);
        else
            text_ += '<' + short_name(Py_TYPE(value)) + '>';
    }

    static std::string short_name(const PyTypeObject* type) {
        const std::string name = type->tp_name;
        return name.substr(name.rfind('.') + 1);
    }

    void add_text(PyObject* text) {
        if (!text) {
            PyErr_Clear();
            text_ += "<?>";
            return;
        }
        text_ += utf8(Ref::taken(text).get());
    }

    void add_own(PyObject* value) {
        // Of a text of megabytes nobody reads the end.
        constexpr Py_ssize_t enough = 2 * static_cast<Py_ssize_t>(longest_repr);
        if (PyUnicode_CheckExact(value) && PyUnicode_GET_LENGTH(value) > enough) {
            const auto begin = Ref::taken(PyUnicode_Substring(value, 0, enough));
            return add_text(PyObject_Repr(begin.get()));
        }
        if (PyBytes_CheckExact(value) && PyBytes_GET_SIZE(value) > enough) {
            const auto begin = Ref::taken(PyBytes_FromStringAndSize(PyBytes_AS_STRING(value), enough));
            return add_text(PyObject_Repr(begin.get()));
        }
        if (PyByteArray_CheckExact(value) && PyByteArray_GET_SIZE(value) > enough) {
            text_ += "<bytearray>";
            return;
        }
        add_text(PyObject_Repr(value));
    }

    // Writing a huge one in decimal takes long.
    void add_number(PyObject* value) {
        constexpr std::size_t most_bits = 640;
        if (_PyLong_NumBits(value) > most_bits)
            text_ += "<int>";
        else
            add_text(PyObject_Repr(value));
    }

    void add_items(PyObject* items, const char* open, const char* close, int depth) {
        text_ += open;
        if (depth == deepest) {
            text_ += "...";
        } else {
            const auto size = PyList_CheckExact(items) ? PyList_GET_SIZE(items) : PyTuple_GET_SIZE(items);
            for (Py_ssize_t i = 0; i < size && !is_full(); ++i) {
                if (i > 0) text_ += ", ";
                add(PyList_CheckExact(items) ? PyList_GET_ITEM(items, i) : PyTuple_GET_ITEM(items, i), depth + 1);
            }
        }
        text_ += close;
    }

    void add_set(PyObject* set, int depth) {
        if (PySet_GET_SIZE(set) == 0) return add_own(set);
        if (PyFrozenSet_CheckExact(set)) text_ += "frozenset(";
        text_ += '{';
        if (depth == deepest) {
            text_ += "...";
        } else {
            const auto items = Ref::taken(PySequence_List(set));
            for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items.get()) && !is_full(); ++i) {
                if (i > 0) text_ += ", ";
                add(PyList_GET_ITEM(items.get(), i), depth + 1);
            }
        }
        text_ += PyFrozenSet_CheckExact(set) ? "})" : "}";
    }

    void add_dict(PyObject* dict, int depth) {
        text_ += '{';
        if (depth == deepest && PyDict_GET_SIZE(dict) > 0) {
            text_ += "...";
        } else {
            PyObject* key = nullptr;
            PyObject* value = nullptr;
            bool first = true;
            for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &value) && !is_full(); first = false) {
                if (!first) text_ += ", ";
                add(key, depth + 1);
                text_ += ": ";
                add(value, depth + 1);
            }
        }
        text_ += '}';
    }

    void add_exception(PyObject* exception, int depth) {
        text_ += short_name(Py_TYPE(exception));
        const auto arguments = Ref::of(reinterpret_cast<PyBaseExceptionObject*>(exception)->args);
        if (arguments && PyTuple_CheckExact(arguments.get()) && PyTuple_GET_SIZE(arguments.get()) == 1) {
            text_ += '(';
            add(PyTuple_GET_ITEM(arguments.get(), 0), depth + 1);
            text_ += ')';
        } else if (arguments && PyTuple_CheckExact(arguments.get())) {
            add_items(arguments.get(), "(", ")", depth);
        } else {
            text_ += "()";
        }
    }

    void add_named(PyObject* value) {
        if (PyType_Check(value)) {
            text_ += "<class " + short_name(reinterpret_cast<PyTypeObject*>(value)) + '>';
            return;
        }
        text_ += "<function " + utf8(reinterpret_cast<PyFunctionObject*>(value)->func_name) + '>';
    }

    std::string text_;
};

}  // namespace

std::string safe_repr(PyObject* value) {
    const ErrorAside aside;
    try {
        return Writer().written(value);
    } catch (const ErrorIsSet&) {
        return "<?>";
    }
}

}  // namespace green::python
