#include "python/waitable_objects.h"

#include <memory>
#include <optional>

#include "process/process_end.h"
#include "python/binding.h"
#include "python/greenlet_object.h"
#include "python/links.h"
#include "python/object_target.h"
#include "python/safe_repr.h"
#include "sync/async_result.h"
#include "sync/event.h"
#include "sync/rlock.h"
#include "sync/semaphore.h"

namespace green::python {

namespace {

// What all kinds can do.
class Waited {
public:
    virtual ~Waited() = default;
    virtual LinkTarget& target() = 0;
    virtual bool ready() const = 0;
    virtual void rawlink(PyObject* callback, PyObject* self) = 0;
    virtual void unlink(PyObject* callback) = 0;
    virtual std::size_t link_count() const = 0;
    virtual void visit(Visit& each) const = 0;
};

template <class Handle>
class WaitedOf final : public Waited {
public:
    explicit WaitedOf(Handle made) : handle(std::move(made)) {}
    LinkTarget& target() override { return handle.core(); }
    bool ready() const override { return handle.ready(); }
    void rawlink(PyObject* callback, PyObject* self) override { handle.rawlink(links_.made(callback, self)); }
    void unlink(PyObject* callback) override {
        if (const auto found = links_.take(callback)) handle.unlink(*found);
    }
    std::size_t link_count() const override { return handle.linkcount(); }
    void visit(Visit& each) const override {
        if (handle.core().is_shared()) return;
        links_.visit(each);
        if constexpr (requires { handle.core().value(); })
            if (const auto& value = handle.core().value()) each(*value);
    }

    Handle handle;

private:
    PythonLinks<Handle> links_;
};

using WaitedObject = Object<std::unique_ptr<Waited>>;
using RLockObject = Object<std::optional<RLock>>;
using PythonResult = AsyncResult<Ref>;

void visit_waited(const std::unique_ptr<Waited>& waited, Visit& each) {
    if (waited) waited->visit(each);
}

Waited& waited(PyObject* self) {
    auto& state = WaitedObject::of(self);
    if (!state) fail(PyExc_RuntimeError, std::string(Py_TYPE(self)->tp_name) + ".__init__ was not called");
    return *state;
}
template <class Handle>
Handle& handle(PyObject* self) {
    return static_cast<WaitedOf<Handle>&>(waited(self)).handle;
}

bool is_waited(PyObject* object) {
    for (const auto* type = Py_TYPE(object); type; type = type->tp_base)
        if (type->tp_dealloc == &WaitedObject::destroy) return true;
    return false;
}

PyObject* only_argument(PyObject* arguments, PyObject* keywords, const char* name) {
    PyObject* given = nullptr;
    const char* const names[] = {name, nullptr};
    parse(arguments, keywords, "|O", names, &given);
    return given;
}

// --- all ---
Ref ready(PyObject* self, PyObject*, PyObject*) { return Ref::truth(waited(self).ready()); }
Ref rawlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* callback = only_argument(arguments, keywords, "callback");
    if (!callback || !PyCallable_Check(callback))
        fail(PyExc_TypeError, "Expected callable: " + (callback ? safe_repr(callback) : std::string("nothing")));
    waited(self).rawlink(callback, self);
    return Ref::none();
}
Ref unlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    if (auto* callback = only_argument(arguments, keywords, "callback")) waited(self).unlink(callback);
    return Ref::none();
}
Ref link_count(PyObject* self, PyObject*, PyObject*) {
    return Ref::number(static_cast<long long>(waited(self).link_count()));
}

// --- Event ---
int init_event(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        const auto where = here();
        WaitedObject::of(self) = std::make_unique<WaitedOf<Event>>(Event(assigned_name(), where));
        return 0;
    });
}
Ref event_set(PyObject* self, PyObject*, PyObject*) {
    handle<Event>(self).set(here());
    return Ref::none();
}
Ref event_clear(PyObject* self, PyObject*, PyObject*) {
    handle<Event>(self).clear(here());
    return Ref::none();
}
Ref event_wait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* timeout = only_argument(arguments, keywords, "timeout");
    const auto where = here();
    return Ref::truth(handle<Event>(self).wait(limit_of(timeout), where));
}

// --- the end of a process ---
int init_process_end(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        const auto where = here();
        WaitedObject::of(self) = std::make_unique<WaitedOf<ProcessEnd>>(ProcessEnd(assigned_name(), where));
        return 0;
    });
}
Ref process_end_set(PyObject* self, PyObject* arguments, PyObject*) {
    int returncode = 0;
    if (!PyArg_ParseTuple(arguments, "i", &returncode)) throw ErrorIsSet{};
    handle<ProcessEnd>(self).set(returncode, here());
    return Ref::none();
}
Ref process_end_wait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* timeout = only_argument(arguments, keywords, "timeout");
    const auto where = here();
    return Ref::truth(handle<ProcessEnd>(self).wait(limit_of(timeout), where));
}

// --- AsyncResult ---
int init_result(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        const auto where = here();
        WaitedObject::of(self) = std::make_unique<WaitedOf<PythonResult>>(PythonResult(assigned_name(), where));
        return 0;
    });
}
Ref result_set(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* value = only_argument(arguments, keywords, "value");
    const auto where = here();
    handle<PythonResult>(self).set(Ref::of(value ? value : Py_None), where);
    return Ref::none();
}
Ref result_set_exception(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* exception = nullptr;
    PyObject* info = nullptr;
    const char* const names[] = {"exception", "exc_info", nullptr};
    parse(arguments, keywords, "O|O", names, &exception, &info);
    const auto where = here();
    const auto error = as_exception_or_refusal(exception);
    if (info && PyTuple_Check(info) && PyTuple_GET_SIZE(info) == 3 && PyExceptionInstance_Check(exception) &&
        PyTraceBack_Check(PyTuple_GET_ITEM(info, 2)))
        PyException_SetTraceback(exception, PyTuple_GET_ITEM(info, 2));
    handle<PythonResult>(self).set_exception(error, where);
    return Ref::none();
}
Ref result_get(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords);
    const auto where = here();
    auto& result = handle<PythonResult>(self);
    return how.block ? result.get(how.limit, where) : result.get_nowait();
}
Ref result_get_nowait(PyObject* self, PyObject*, PyObject*) {
    here();
    return handle<PythonResult>(self).get_nowait();
}
Ref result_wait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* timeout = only_argument(arguments, keywords, "timeout");
    const auto where = here();
    return handle<PythonResult>(self).wait(limit_of(timeout), where).value_or(Ref::none());
}
Ref result_successful(PyObject* self, PyObject*, PyObject*) {
    return Ref::truth(handle<PythonResult>(self).successful());
}
Ref result_value(PyObject* self) { return handle<PythonResult>(self).value().value_or(Ref::none()); }
Ref result_exception(PyObject* self) {
    auto& result = handle<PythonResult>(self);
    const auto error = result.exception();
    return error ? python_exception(error) : Ref::none();
}

// --- semaphores ---
template <class Kind>
int init_semaphore(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        long long value = 1;
        PyObject* hub = nullptr;
        const char* name = nullptr;
        const char* const names[] = {"value", "hub", "_name", nullptr};
        parse(arguments, keywords, "|LO$z", names, &value, &hub, &name);
        const auto where = here();
        WaitedObject::of(self) = std::make_unique<WaitedOf<Kind>>(Kind(value, name ? name : assigned_name(), where));
        return 0;
    });
}
// To Python a bounded one is a Semaphore, whose functions get either.
template <class Use>
auto with_semaphore(PyObject* self, const Use& use) {
    auto& any = waited(self);
    if (auto* bounded = dynamic_cast<WaitedOf<BoundedSemaphore>*>(&any)) return use(bounded->handle);
    return use(static_cast<WaitedOf<Semaphore>&>(any).handle);
}
Ref acquire(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords, "blocking");
    const auto where = here();
    return with_semaphore(self,
                          [&](auto& semaphore) { return Ref::truth(semaphore.acquire(how.block, how.limit, where)); });
}
Ref release(PyObject* self, PyObject*, PyObject*) {
    return with_semaphore(self, [](auto& semaphore) {
        semaphore.release(here());
        return Ref::number(semaphore.counter());
    });
}
Ref semaphore_wait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto* timeout = only_argument(arguments, keywords, "timeout");
    const auto where = here();
    return with_semaphore(self, [&](auto& semaphore) { return Ref::number(semaphore.wait(limit_of(timeout), where)); });
}
Ref enter(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    with_semaphore(self, [&](auto& semaphore) { semaphore.acquire(TimeLimit(), where); });
    return Ref::none();
}
Ref leave(PyObject* self, PyObject*, PyObject*) {
    with_semaphore(self, [](auto& semaphore) { semaphore.release(here()); });
    return Ref::none();
}
Ref locked(PyObject* self, PyObject*, PyObject*) {
    return with_semaphore(self, [](auto& semaphore) { return Ref::truth(semaphore.locked()); });
}
Ref counter(PyObject* self) {
    return with_semaphore(self, [](auto& semaphore) { return Ref::number(semaphore.counter()); });
}

// --- RLock ---
RLock& rlock(PyObject* self) {
    auto& state = RLockObject::of(self);
    if (!state) fail(PyExc_RuntimeError, "RLock.__init__ was not called");
    return *state;
}
int init_rlock(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        const auto where = here();
        RLockObject::of(self).emplace(assigned_name(), where);
        return 0;
    });
}
Ref rlock_acquire(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords, "blocking");
    const auto where = here();
    const bool again = rlock(self).depth() > 0;
    const bool is_acquired = rlock(self).acquire(how.block, how.limit, where);
    return again ? Ref::number(1) : Ref::truth(is_acquired);
}
Ref rlock_release(PyObject* self, PyObject*, PyObject*) {
    rlock(self).release(here());
    return Ref::none();
}
Ref rlock_depth(PyObject* self, PyObject*, PyObject*) { return Ref::number(rlock(self).depth()); }
Ref rlock_locked(PyObject* self, PyObject*, PyObject*) { return Ref::truth(rlock(self).locked()); }
Ref rlock_enter(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    return Ref::truth(rlock(self).acquire(TimeLimit(), where));
}

void add_semaphores(PyObject* module) {
    static PyMethodDef methods[] = {shared_method<ready>("ready", nullptr),
                                    shared_method<rawlink>("rawlink", nullptr),
                                    shared_method<unlink>("unlink", nullptr),
                                    shared_method<link_count>("linkcount", nullptr),
                                    shared_method<acquire>("acquire", "Takes a permit; waits for one."),
                                    shared_method<release>("release", "Gives one back."),
                                    shared_method<semaphore_wait>("wait", "Waits until there is one."),
                                    shared_method<locked>("locked", nullptr),
                                    shared_method<enter>("__enter__", nullptr),
                                    shared_method<leave>("__exit__", nullptr),
                                    {}};
    static PyGetSetDef properties[] = {property<counter>("counter", "Permits that are left."), {}};
    add_type<WaitedObject>(module, {.name = "_greenscope.Semaphore",
                                    .init = &shared_init<&init_semaphore<Semaphore>>,
                                    .methods = methods,
                                    .properties = properties,
                                    .traverse = &WaitedObject::traverse<&visit_waited>});
    const Ref semaphore = attribute(module, "Semaphore");
    add_type<WaitedObject>(module, {.name = "_greenscope.BoundedSemaphore",
                                    .init = &shared_init<&init_semaphore<BoundedSemaphore>>,
                                    .traverse = &WaitedObject::traverse<&visit_waited>,
                                    .base = semaphore.get()});
}

}  // namespace

boost::intrusive_ptr<LinkTarget> target_of(PyObject* object) {
    if (const auto* greenlet = greenlet_of(object)) return &greenlet->core();
    if (is_waited(object)) return &waited(object).target();
    return target_with_own_links(object);
}

void add_waitable_types(PyObject* module) {
    static PyMethodDef event_methods[] = {shared_method<ready>("ready", nullptr),
                                          shared_method<ready>("is_set", nullptr),
                                          shared_method<ready>("isSet", nullptr),
                                          shared_method<rawlink>("rawlink", nullptr),
                                          shared_method<unlink>("unlink", nullptr),
                                          shared_method<link_count>("linkcount", nullptr),
                                          shared_method<event_set>("set", "Wakes everybody who waits, a little later."),
                                          shared_method<event_clear>("clear", nullptr),
                                          shared_method<event_wait>("wait", "Waits until it is set."),
                                          {}};
    add_type<WaitedObject>(module, {.name = "_greenscope.Event",
                                    .init = &shared_init<&init_event>,
                                    .methods = event_methods,
                                    .traverse = &WaitedObject::traverse<&visit_waited>});

    static PyMethodDef process_end_methods[] = {
        method<ready>("ready", nullptr),           method<rawlink>("rawlink", nullptr),
        method<unlink>("unlink", nullptr),         method<process_end_set>("set", nullptr),
        method<process_end_wait>("wait", nullptr), {}};
    add_type<WaitedObject>(module, {.name = "_greenscope.ProcessEnd",
                                    .init = &init_process_end,
                                    .methods = process_end_methods,
                                    .traverse = &WaitedObject::traverse<&visit_waited>});

    static PyMethodDef result_methods[] = {shared_method<ready>("ready", nullptr),
                                           shared_method<rawlink>("rawlink", nullptr),
                                           shared_method<unlink>("unlink", nullptr),
                                           shared_method<link_count>("linkcount", nullptr),
                                           shared_method<result_set>("set", nullptr),
                                           shared_method<result_set_exception>("set_exception", nullptr),
                                           shared_method<result_get>("get", "Waits; returns the value or raises."),
                                           shared_method<result_get_nowait>("get_nowait", nullptr),
                                           shared_method<result_wait>("wait", "Waits; returns the value, or None."),
                                           shared_method<result_successful>("successful", nullptr),
                                           {}};
    static PyGetSetDef result_properties[] = {
        property<result_value>("value", nullptr), property<result_exception>("exception", nullptr), {}};
    add_type<WaitedObject>(module, {.name = "_greenscope.AsyncResult",
                                    .init = &shared_init<&init_result>,
                                    .methods = result_methods,
                                    .properties = result_properties,
                                    .traverse = &WaitedObject::traverse<&visit_waited>});

    add_semaphores(module);

    static PyMethodDef rlock_methods[] = {shared_method<rlock_depth>("_depth", nullptr),
                                          shared_method<rlock_acquire>("acquire", nullptr),
                                          shared_method<rlock_release>("release", nullptr),
                                          shared_method<rlock_locked>("locked", nullptr),
                                          shared_method<rlock_enter>("__enter__", nullptr),
                                          shared_method<rlock_release>("__exit__", nullptr),
                                          {}};
    add_type<RLockObject>(module,
                          {.name = "_greenscope.RLock", .init = &shared_init<&init_rlock>, .methods = rlock_methods});
}

}  // namespace green::python
