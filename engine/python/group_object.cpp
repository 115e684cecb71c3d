#include "python/group_object.h"

#include "pool/group_core.h"
#include "python/binding.h"
#include "python/greenlet_object.h"
#include "python/links.h"
#include "python/safe_repr.h"
#include "sync/semaphore.h"

namespace green::python {

namespace {

// What is told of a pool's places is known as.
struct Places {
    using Core = InnerSemaphore;
    explicit Places(const boost::intrusive_ptr<Core>&) {}
};

struct Group {
    boost::intrusive_ptr<GroupCore> core{};
    PythonLinks<Places> place_links{};
};
using GroupObject = Object<Group>;

boost::intrusive_ptr<GroupCore> group(PyObject* self) {
    auto& state = GroupObject::of(self).core;
    if (!state) fail(PyExc_RuntimeError, std::string(Py_TYPE(self)->tp_name) + ".__init__ was not called");
    return state;
}

GreenletCore& member_of(PyObject* object) {
    const auto* greenlet = greenlet_of(object);
    if (!greenlet || greenlet->core().raw()) fail(PyExc_TypeError, "Expected a Greenlet, got " + safe_repr(object));
    return greenlet->core();
}

Ref list_of(const std::vector<GreenletRef>& members) {
    auto list = Ref::taken(PyList_New(0));
    for (const auto& member : members)
        if (PyList_Append(list.get(), object_of(Greenlet(member)).get()) != 0) throw ErrorIsSet{};
    return list;
}

// Of a Pool, with a size or None; of a Group, with nothing.
Ref prepare(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* size = nullptr;
    if (!PyArg_ParseTuple(arguments, "|O", &size)) throw ErrorIsSet{};
    const auto where = here();
    std::optional<std::int64_t> limit;
    if (size && size != Py_None) {
        limit = PyLong_AsLongLong(size);
        if (*limit == -1 && PyErr_Occurred()) throw ErrorIsSet{};
    }
    const auto kind = size ? trace::ObjectKind::Pool : trace::ObjectKind::Group;
    GroupObject::of(self).core.reset(new GroupCore(kind, limit, assigned_name(), where));
    return Ref::none();
}

Ref add(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* greenlet = nullptr;
    int blocking = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"greenlet", "blocking", "timeout", nullptr};
    parse(arguments, keywords, "O|pO", names, &greenlet, &blocking, &timeout);
    const auto where = here();
    group(self)->add(member_of(greenlet), blocking == 1, limit_of(timeout), where);
    return Ref::none();
}
Ref discard(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* greenlet = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &greenlet)) throw ErrorIsSet{};
    group(self)->discard(member_of(greenlet), here());
    return Ref::none();
}
Ref wait_until_empty(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* timeout = nullptr;
    if (!PyArg_ParseTuple(arguments, "|O", &timeout)) throw ErrorIsSet{};
    const auto where = here();
    return Ref::truth(group(self)->wait_until_empty(limit_of(timeout), where));
}
Ref wait_available(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* timeout = nullptr;
    const char* const names[] = {"timeout", nullptr};
    parse(arguments, keywords, "|O", names, &timeout);
    const auto where = here();
    const auto places = group(self)->wait_available(limit_of(timeout), where);
    return Ref::number(places.value_or(1));
}
// The function, and what it is called with.
Ref link_places(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* callback = nullptr;
    PyObject* places = nullptr;
    if (!PyArg_ParseTuple(arguments, "OO", &callback, &places)) throw ErrorIsSet{};
    here();
    if (group(self)->size_limit())
        group(self)->add_place_link(GroupObject::of(self).place_links.made(callback, places).link());
    return Ref::none();
}
Ref unlink_places(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* callback = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &callback)) throw ErrorIsSet{};
    if (const auto link = GroupObject::of(self).place_links.take(callback))
        group(self)->remove_place_link(*link->link());
    return Ref::none();
}
Ref kill(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* exception = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"exception", "block", "timeout", nullptr};
    parse(arguments, keywords, "|OpO", names, &exception, &block, &timeout);
    const auto where = here();
    group(self)->kill(kill_options(exception, block, timeout), where);
    return Ref::none();
}
Ref killone(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* greenlet = nullptr;
    PyObject* exception = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"greenlet", "exception", "block", "timeout", nullptr};
    parse(arguments, keywords, "O|OpO", names, &greenlet, &exception, &block, &timeout);
    const auto where = here();
    group(self)->kill_one(member_of(greenlet), kill_options(exception, block, timeout), where);
    return Ref::none();
}
Ref members(PyObject* self) { return list_of(group(self)->members()); }
Ref size(PyObject* self) {
    const auto limit = group(self)->size_limit();
    return limit ? Ref::number(*limit) : Ref::none();
}

Py_ssize_t length(PyObject* self) {
    return guarded_int([&] { return static_cast<int>(group(self)->members().size()); });
}
int contains(PyObject* self, PyObject* object) {
    return guarded_int([&] {
        const auto* greenlet = greenlet_of(object);
        return greenlet && group(self)->contains(greenlet->core()) ? 1 : 0;
    });
}

}  // namespace

void add_group_type(PyObject* module) {
    static PyMethodDef methods[] = {method<prepare>("_prepare", nullptr),
                                    method<add>("add", "Until it ends. A full pool waits for a place."),
                                    method<discard>("discard", "Lets go of one before it has ended."),
                                    method<wait_until_empty>("_wait_until_empty", nullptr),
                                    method<wait_available>("_wait_available", nullptr),
                                    method<link_places>("_link_places", nullptr),
                                    method<unlink_places>("_unlink_places", nullptr),
                                    method<kill>("kill", "Kills the members and waits until none is left."),
                                    method<killone>("killone", "Kills one of them."),
                                    {}};
    static PyGetSetDef properties[] = {
        property<members>("greenlets", "Those that are in it."), property<size>("size", "At most so many."), {}};
    const PyType_Slot slots[] = {{Py_sq_length, reinterpret_cast<void*>(&length)},
                                 {Py_sq_contains, reinterpret_cast<void*>(&contains)}};
    add_type<GroupObject>(module,
                          {.name = "_greenscope.Group", .methods = methods, .properties = properties, .slots = slots});
}

}  // namespace green::python
