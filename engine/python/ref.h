// A counted reference to a Python object. With the GIL.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string>
#include <string_view>
#include <utility>

namespace green::python {

// A Python function of the C API has failed and set the error indicator; on its way to Python's caller.
struct ErrorIsSet {};

class Ref {
public:
    Ref() = default;
    // A new reference, which this takes over. Throws ErrorIsSet for null.
    static Ref taken(PyObject* object) {
        if (!object) throw ErrorIsSet{};
        return Ref(object);
    }
    // One that somebody else has. Null stays null.
    static Ref of(PyObject* object) {
        Py_XINCREF(object);
        return Ref(object);
    }
    static Ref none() { return of(Py_None); }
    static Ref truth(bool value) { return of(value ? Py_True : Py_False); }
    static Ref text(std::string_view value) {
        return taken(PyUnicode_DecodeUTF8(value.data(), static_cast<Py_ssize_t>(value.size()), "replace"));
    }
    static Ref number(long long value) { return taken(PyLong_FromLongLong(value)); }

    Ref(const Ref& other) : object_(other.object_) { Py_XINCREF(object_); }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() { Py_XDECREF(object_); }

    PyObject* get() const { return object_; }
    PyObject* release() { return std::exchange(object_, nullptr); }
    explicit operator bool() const { return object_ != nullptr; }
    friend bool operator==(const Ref& a, const Ref& b) { return a.object_ == b.object_; }

private:
    explicit Ref(PyObject* object) : object_(object) {}
    PyObject* object_ = nullptr;
};

// What Python's garbage collector is told of: see Object::traverse.
class Visit {
public:
    Visit(visitproc visit, void* argument) : visit_(visit), argument_(argument) {}
    void operator()(const Ref& had) {
        if (had && result_ == 0) result_ = visit_(had.get(), argument_);
    }
    int result() const { return result_; }

private:
    visitproc visit_;
    void* argument_;
    int result_ = 0;
};

// `object`'s attribute. Throws ErrorIsSet.
inline Ref attribute(PyObject* object, const char* name) { return Ref::taken(PyObject_GetAttrString(object, name)); }
// Null if there is none, or asking for it fails.
inline Ref attribute_or_null(PyObject* object, const char* name) {
    PyObject* found = PyObject_GetAttrString(object, name);
    if (!found) PyErr_Clear();
    return found ? Ref::taken(found) : Ref();
}
// Throws ErrorIsSet.
inline Ref imported(const char* module) { return Ref::taken(PyImport_ImportModule(module)); }
inline Ref imported(const char* module, const char* name) { return attribute(imported(module).get(), name); }

// As UTF-8, whatever stands in it.
std::string utf8(PyObject* text);

}  // namespace green::python
