#include "python/object_target.h"

#include <algorithm>
#include <vector>

#include "python/binding.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

class ObjectTarget final : public LinkTarget {
public:
    explicit ObjectTarget(Ref object) : LinkTarget(Id::Hub), object_(std::move(object)) {}

    void add_link(Link& link) override;
    void remove_link(Link& link) override {
        links_.remove(link);
        const auto caller = std::exchange(caller_, {});
        if (!caller) return;
        PyObject* done = PyObject_CallMethod(object_.get(), "unlink", "O", caller.get());
        // Also as the wait is left by an exception.
        if (!done) PyErr_WriteUnraisable(object_.get());
        Py_XDECREF(done);
    }
    void run(const Callback&) override {}
    void is_ready() {
        caller_ = {};
        if (!links_.empty()) links_.take_front().link->called(*this);
    }

private:
    Ref object_;
    Ref caller_;
    Links links_;
};

// What such an object is given to call.
using CallerObject = Object<boost::intrusive_ptr<ObjectTarget>>;

Ref called(PyObject* self, PyObject*, PyObject*) {
    Interpreter::get();
    const auto target = CallerObject::of(self);
    target->is_ready();
    return Ref::none();
}

void ObjectTarget::add_link(Link& link) {
    links_.add(link);
    caller_ = new_object("link");
    CallerObject::of(caller_.get()) = this;
    PyObject* done = PyObject_CallMethod(object_.get(), "rawlink", "O", caller_.get());
    if (!done) throw_error();
    Py_DECREF(done);
}

}  // namespace

boost::intrusive_ptr<LinkTarget> target_with_own_links(PyObject* object) {
    if (!PyObject_HasAttrString(object, "rawlink") || !PyObject_HasAttrString(object, "unlink"))
        fail(PyExc_TypeError,
             "can't wait for " + safe_repr(object) + ": it is no greenlet, event, result or semaphore");
    return new ObjectTarget(Ref::of(object));
}

void add_object_target_type(PyObject* module) {
    const PyType_Slot slots[] = {{Py_tp_call, reinterpret_cast<void*>(&wrapped<called>)}};
    add_type<CallerObject>(module, {.name = "_greenscope.link",
                                    .text = "Wakes who waits for an object.",
                                    .flags = Py_TPFLAGS_DEFAULT,
                                    .slots = slots});
}

}  // namespace green::python
