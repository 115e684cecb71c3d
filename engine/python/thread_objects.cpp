#include "python/thread_objects.h"

#include <atomic>
#include <memory>

#include "python/binding.h"
#include "threads/thread_pool_core.h"

namespace green::python {

namespace {

std::atomic<int>& under_way() {
    static std::atomic<int> count = 0;
    return count;
}

using PoolObject = Object<boost::intrusive_ptr<ThreadPoolCore>>;

ThreadPoolCore& pool(PyObject* self) {
    auto& state = PoolObject::of(self);
    if (!state) fail(PyExc_RuntimeError, "ThreadPool.__init__ was not called");
    return *state;
}

int init(PyObject* self, PyObject* arguments, PyObject*) {
    return guarded_int([&] {
        long long size = 0;
        if (!PyArg_ParseTuple(arguments, "L", &size)) throw ErrorIsSet{};
        const auto where = here();
        PoolObject::of(self).reset(new ThreadPoolCore(size, assigned_name(), where));
        return 0;
    });
}

// A call that a thread makes in Python. Python ends a thread that comes back to it too late by unwinding it
// (pthread_exit): then too it is over, and what is left of Python can't be let go of from here.
class TaskUnderWay {
public:
    TaskUnderWay(Threads& threads, Ref& function) : threads_(threads), function_(function) { ++under_way(); }
    ~TaskUnderWay() {
        static_cast<void>(function_.release());
        --under_way();
        threads_.leave();
    }
    TaskUnderWay(const TaskUnderWay&) = delete;
    TaskUnderWay& operator=(const TaskUnderWay&) = delete;

private:
    Threads& threads_;
    Ref& function_;
};

// The thread that calls it lets nothing of Python go without the interpreter's lock.
void run_task(Threads& threads, const std::shared_ptr<Ref>& function) {
    if (!threads.enter()) {
        // Python is about to go, or gone.
        static_cast<void>(function->release());
        return;
    }
    const TaskUnderWay task(threads, *function);
    const auto state = PyGILState_Ensure();
    PyObject* result = PyObject_CallNoArgs(function->get());
    if (!result) PyErr_WriteUnraisable(function->get());
    Py_XDECREF(result);
    *function = {};
    PyGILState_Release(state);
}

// `function` runs in a thread and must not raise; then `done` runs in the hub.
Ref submit(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    PyObject* done = nullptr;
    if (!PyArg_ParseTuple(arguments, "OO", &function, &done)) throw ErrorIsSet{};
    const auto where = here();
    pool(self).submit([threads = Interpreter::get().threads(),
                       kept = std::make_shared<Ref>(Ref::of(function))] { run_task(*threads, kept); },
                      [kept = Ref::of(done)] { call(kept.get()); }, where);
    return Ref::none();
}
Ref wait_until_idle(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* timeout = nullptr;
    if (!PyArg_ParseTuple(arguments, "|O", &timeout)) throw ErrorIsSet{};
    const auto where = here();
    return Ref::truth(pool(self).wait_until_idle(limit_of(timeout), where));
}
Ref task_count(PyObject* self) { return Ref::number(static_cast<long long>(pool(self).task_count())); }
Ref name(PyObject* self) { return Ref::text(pool(self).name()); }

}  // namespace

int tasks_under_way() { return under_way(); }

void add_thread_types(PyObject* module) {
    static PyMethodDef methods[] = {
        method<submit>("submit", nullptr), method<wait_until_idle>("wait_until_idle", nullptr), {}};
    static PyGetSetDef properties[] = {
        property<task_count>("task_count", nullptr), property<name>("name", nullptr), {}};
    add_type<PoolObject>(module, {.name = "_greenscope.Threads",
                                  .flags = Py_TPFLAGS_DEFAULT,
                                  .init = &init,
                                  .methods = methods,
                                  .properties = properties});
}

}  // namespace green::python
