#include "python/descriptor_functions.h"

#include <algorithm>
#include <vector>

#include "io/poll.h"
#include "io/select.h"
#include "io/wait_io.h"
#include "python/binding.h"

namespace green::python {

namespace {

std::vector<int> descriptors_of(PyObject* objects, std::vector<Ref>& kept) {
    std::vector<int> descriptors;
    const auto iterator = Ref::taken(PyObject_GetIter(objects));
    while (PyObject* item = PyIter_Next(iterator.get())) {
        kept.push_back(Ref::taken(item));
        const int descriptor = PyObject_AsFileDescriptor(item);
        if (descriptor == -1) throw ErrorIsSet{};
        descriptors.push_back(descriptor);
    }
    if (PyErr_Occurred()) throw ErrorIsSet{};
    return descriptors;
}

Ref list_of(const std::vector<int>& ready, const std::vector<int>& given, const std::vector<Ref>& objects) {
    auto list = Ref::taken(PyList_New(0));
    for (const int descriptor : ready) {
        const auto at = std::ranges::find(given, descriptor) - given.begin();
        if (PyList_Append(list.get(), objects[static_cast<std::size_t>(at)].get()) != 0) throw ErrorIsSet{};
    }
    return list;
}

Ref select(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* read = nullptr;
    PyObject* write = nullptr;
    PyObject* error = nullptr;
    PyObject* timeout = nullptr;
    const char* const names[] = {"rlist", "wlist", "xlist", "timeout", nullptr};
    parse(arguments, keywords, "OOO|O", names, &read, &write, &error, &timeout);
    std::vector<Ref> read_objects;
    std::vector<Ref> write_objects;
    std::vector<Ref> error_objects;
    const auto to_read = descriptors_of(read, read_objects);
    const auto to_write = descriptors_of(write, write_objects);
    const auto with_errors = descriptors_of(error, error_objects);
    const auto where = here();
    const auto ready = green::select(to_read, to_write, with_errors, limit_of(timeout), where);
    const auto readable = list_of(ready.read, to_read, read_objects);
    const auto writable = list_of(ready.write, to_write, write_objects);
    const auto failed = list_of(ready.error, with_errors, error_objects);
    return Ref::taken(PyTuple_Pack(3, readable.get(), writable.get(), failed.get()));
}

// {descriptor: events}, and how many seconds at most.
Ref poll(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* events = nullptr;
    PyObject* timeout = nullptr;
    const char* const names[] = {"events", "timeout", nullptr};
    parse(arguments, keywords, "O!|O", names, &PyDict_Type, &events, &timeout);
    Poll asked;
    PyObject* key = nullptr;
    PyObject* mask = nullptr;
    for (Py_ssize_t at = 0; PyDict_Next(events, &at, &key, &mask);) {
        const long descriptor = PyLong_AsLong(key);
        const long wanted = PyLong_AsLong(mask);
        if (PyErr_Occurred()) throw ErrorIsSet{};
        asked.add(static_cast<int>(descriptor), static_cast<short>(wanted));
    }
    const auto where = here();
    auto list = Ref::taken(PyList_New(0));
    for (const auto& [descriptor, found] : asked.poll(optional_duration_of(timeout), where)) {
        const auto entry = Ref::taken(Py_BuildValue("ii", descriptor, static_cast<int>(found)));
        if (PyList_Append(list.get(), entry.get()) != 0) throw ErrorIsSet{};
    }
    return list;
}

using WaitFor = void(int, TimeLimit, trace::SourceLocation);
template <WaitFor* wait_for>
Ref wait_descriptor(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* object = nullptr;
    PyObject* timeout = nullptr;
    const char* const names[] = {"fileno", "timeout", nullptr};
    parse(arguments, keywords, "O|O", names, &object, &timeout);
    const int descriptor = PyObject_AsFileDescriptor(object);
    if (descriptor == -1) throw ErrorIsSet{};
    const auto where = here();
    wait_for(descriptor, limit_of(timeout), where);
    return Ref::none();
}

}  // namespace

void add_descriptor_functions(PyObject* module) {
    static PyMethodDef functions[] = {method<select>("select", nullptr),
                                      method<poll>("poll", nullptr),
                                      method<wait_descriptor<&wait_read>>("wait_read", nullptr),
                                      method<wait_descriptor<&wait_write>>("wait_write", nullptr),
                                      {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
