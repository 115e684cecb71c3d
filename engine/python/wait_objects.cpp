#include "python/wait_objects.h"

#include <memory>
#include <vector>

#include "hub/wait.h"
#include "hub/waiter.h"
#include "python/binding.h"
#include "python/greenlet_object.h"
#include "python/waitable_objects.h"

namespace green::python {

namespace {

// --- iwait ---

struct Iteration {
    std::vector<std::pair<LinkTarget*, Ref>> objects{};
    std::unique_ptr<WaitCore> core{};
};
using IterationObject = Object<Iteration>;

void visit_objects(const Iteration& iteration, Visit& each) {
    for (const auto& [target, object] : iteration.objects) each(object);
}

int init_iteration(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        PyObject* objects = nullptr;
        PyObject* timeout = nullptr;
        PyObject* count = nullptr;
        const char* const names[] = {"objects", "timeout", "count", nullptr};
        parse(arguments, keywords, "O|OO", names, &objects, &timeout, &count);
        const auto where = here();
        auto& state = IterationObject::of(self);
        const auto sequence = Ref::taken(PySequence_Fast(objects, "wait needs a sequence of objects"));
        WaitCore::Targets targets;
        bool only_greenlets = true;
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(sequence.get()); ++i) {
            const auto object = Ref::of(PySequence_Fast_GET_ITEM(sequence.get(), i));
            targets.push_back(target_of(object.get()));
            state.objects.emplace_back(targets.back().get(), object);
            only_greenlets = only_greenlets && greenlet_of(object.get());
        }
        WaitOptions options;
        options.timeout = optional_duration_of(timeout);
        options.count = count_of(count);
        state.core = std::make_unique<WaitCore>(
            std::move(targets), options, only_greenlets ? trace::WaitReason::JoinAll : trace::WaitReason::Wait, where);
        return 0;
    });
}

WaitCore& core(PyObject* self) {
    auto& state = IterationObject::of(self);
    if (!state.core) fail(PyExc_RuntimeError, "iwait.__init__ was not called");
    return *state.core;
}

PyObject* next(PyObject* self) {
    bool is_over = false;
    PyObject* found = guarded([&] {
        here();
        const auto* ready = core(self).next();
        is_over = !ready;
        for (const auto& [target, object] : IterationObject::of(self).objects)
            if (ready == target) return object;
        return Ref::none();
    });
    if (!is_over) return found;
    Py_XDECREF(found);
    return nullptr;
}

Ref close(PyObject* self, PyObject*, PyObject*) {
    Interpreter::get();
    core(self).close();
    return Ref::none();
}
Ref myself(PyObject* self, PyObject*, PyObject*) { return Ref::of(self); }

// --- Waiter ---

using WaiterObject = Object<std::unique_ptr<Waiter>>;

int init_waiter(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        Interpreter::get();
        WaiterObject::of(self) = std::make_unique<Waiter>(Hub::get());
        return 0;
    });
}
Waiter& waiter(PyObject* self) {
    auto& state = WaiterObject::of(self);
    if (!state) fail(PyExc_RuntimeError, "Waiter.__init__ was not called");
    return *state;
}
Ref wait(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    waiter(self).wait({.reason = trace::WaitReason::Hub}, where);
    return Ref::none();
}
Ref wake(PyObject* self, PyObject*, PyObject*) {
    here();
    waiter(self).wake();
    return Ref::none();
}
Ref clear(PyObject* self, PyObject*, PyObject*) {
    waiter(self).clear();
    return Ref::none();
}
Ref throw_in(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* type = nullptr;
    PyObject* value = Py_None;
    PyObject* traceback = Py_None;
    if (!PyArg_ParseTuple(arguments, "O|OO", &type, &value, &traceback)) throw ErrorIsSet{};
    here();
    waiter(self).throw_in(as_exception(type, value, traceback));
    return Ref::none();
}

}  // namespace

void add_wait_types(PyObject* module) {
    static PyMethodDef iteration_methods[] = {
        method<myself>("__enter__", nullptr), method<close>("__exit__", nullptr), {}};
    const PyType_Slot iteration_slots[] = {{Py_tp_iter, reinterpret_cast<void*>(&PyObject_SelfIter)},
                                           {Py_tp_iternext, reinterpret_cast<void*>(&next)}};
    add_type<IterationObject>(module, {.name = "_greenscope.iwait",
                                       .text = "The objects as they get ready.",
                                       .init = &init_iteration,
                                       .methods = iteration_methods,
                                       .traverse = &IterationObject::traverse<&visit_objects>,
                                       .slots = iteration_slots});

    static PyMethodDef waiter_methods[] = {method<wait>("wait", nullptr),
                                           method<wake>("wake", nullptr),
                                           method<clear>("clear", nullptr),
                                           method<throw_in>("throw", nullptr),
                                           {}};
    add_type<WaiterObject>(module, {.name = "_greenscope.Waiter",
                                    .text = "One greenlet's wait for one wake-up.",
                                    .init = &init_waiter,
                                    .methods = waiter_methods});
}

}  // namespace green::python
