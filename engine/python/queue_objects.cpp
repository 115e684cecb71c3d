#include "python/queue_objects.h"

#include <optional>
#include <vector>

#include "python/safe_repr.h"  // before the queues, whose templates write their items with it

#include "python/binding.h"
#include "python/overridable_items.h"
#include "sync/channel.h"
#include "sync/joinable_queue.h"
#include "sync/queue.h"
#include "sync/simple_queue.h"

namespace green::python {

namespace {

// Python's a < b.
struct Less {
    bool operator()(const Ref& a, const Ref& b) const {
        const int less = PyObject_RichCompareBool(a.get(), b.get(), Py_LT);
        if (less < 0) throw_error();
        return less == 1;
    }
    // Of what has no functions of the program's. Others show in the order in which they came.
    bool shown(const Ref& a, const Ref& b) const {
        if (!is_plain(a.get()) || !is_plain(b.get())) return false;
        const int less = PyObject_RichCompareBool(a.get(), b.get(), Py_LT);
        if (less < 0) PyErr_Clear();
        return less == 1;
    }

private:
    static bool is_plain(PyObject* value) {
        if (PyTuple_CheckExact(value)) {
            for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(value); ++i)
                if (!is_plain(PyTuple_GET_ITEM(value, i))) return false;
            return true;
        }
        return PyLong_CheckExact(value) || PyFloat_CheckExact(value) || PyUnicode_CheckExact(value) ||
               PyBytes_CheckExact(value) || PyBool_Check(value);
    }
};

using PythonQueue = Queue<Ref, OverridableItems<detail::FifoItems<Ref>>>;
using PythonLifoQueue = LifoQueue<Ref, OverridableItems<detail::LifoItems<Ref>>>;
using PythonPriorityQueue = PriorityQueue<Ref, Less, OverridableItems<detail::HeapItems<Ref, Less>>>;
using PythonJoinableQueue = JoinableQueue<Ref, OverridableItems<detail::FifoItems<Ref>>>;
using PythonSimpleQueue = SimpleQueue<Ref>;
using PythonChannel = Channel<Ref>;

template <class Kind>
using QueueObject = Object<std::optional<Kind>>;

template <class Kind>
void visit_items(const std::optional<Kind>& queue, Visit& each) {
    if (!queue || queue->is_shared()) return;
    for (const auto& item : queue->contents()) each(item);
}
template <class Kind>
constexpr traverseproc traverse_queue = &QueueObject<Kind>::template traverse<&visit_items<Kind>>;

template <class Kind>
Kind& queue(PyObject* self) {
    auto& state = QueueObject<Kind>::of(self);
    if (!state) fail(PyExc_RuntimeError, std::string(Py_TYPE(self)->tp_name) + ".__init__ was not called");
    return *state;
}

std::vector<Ref> items_of(PyObject* iterable) {
    std::vector<Ref> items;
    if (!iterable || iterable == Py_None) return items;
    const auto iterator = Ref::taken(PyObject_GetIter(iterable));
    while (PyObject* item = PyIter_Next(iterator.get())) items.push_back(Ref::taken(item));
    if (PyErr_Occurred()) throw ErrorIsSet{};
    return items;
}

// The class of the program's has functions of its own for the items.
template <class Kind>
void let_class_keep_items(PyObject* self, PyObject* items, trace::SourceLocation where) {
    const auto given = items ? Ref::of(items) : Ref::taken(PyTuple_New(0));
    auto storage = Ref::taken(PyObject_CallMethod(self, "_create_queue", "(O)", given.get()));
    const auto first = items_of(storage.get());
    auto& made = queue<Kind>(self);
    made.items().leave_to(self, std::move(storage), first);
    made.tell_of(first, where);
}

template <class Kind>
int init_bounded(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        PyObject* maxsize = nullptr;
        PyObject* items = nullptr;
        const char* name = nullptr;
        const char* const names[] = {"maxsize", "items", "_name", nullptr};
        parse(arguments, keywords, "|OO$z", names, &maxsize, &items, &name);
        const auto where = here();
        const auto keeps_items = Ref::taken(PyObject_GetAttrString(self, "_keeps_items"));
        const bool is_own = keeps_items.get() == Py_True;
        const auto first = is_own ? std::vector<Ref>() : items_of(items);
        // None, and what is not positive, is no limit (rule R58).
        QueueObject<Kind>::of(self).emplace(count_of(maxsize).value_or(0), first, name ? name : assigned_name(), where);
        if (is_own) let_class_keep_items<Kind>(self, items, where);
        return 0;
    });
}
template <class Kind>
int init_plain(PyObject* self, PyObject*, PyObject*) {
    return guarded_int([&] {
        const auto where = here();
        QueueObject<Kind>::of(self).emplace(assigned_name(), where);
        return 0;
    });
}

template <class Kind>
Ref put(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* item = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"item", "block", "timeout", nullptr};
    parse(arguments, keywords, "O|pO", names, &item, &block, &timeout);
    const auto where = here();
    if (block)
        queue<Kind>(self).put(Ref::of(item), limit_of(timeout), where);
    else
        queue<Kind>(self).put_nowait(Ref::of(item), where);
    return Ref::none();
}
template <class Kind>
Ref put_nowait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* item = nullptr;
    const char* const names[] = {"item", nullptr};
    parse(arguments, keywords, "O", names, &item);
    const auto where = here();
    queue<Kind>(self).put_nowait(Ref::of(item), where);
    return Ref::none();
}

template <class Kind>
Ref get(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords);
    const auto where = here();
    return how.block ? queue<Kind>(self).get(how.limit, where) : queue<Kind>(self).get_nowait(where);
}
template <class Kind>
Ref get_nowait(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    return queue<Kind>(self).get_nowait(where);
}
template <class Kind>
Ref peek(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords);
    const auto where = here();
    return how.block ? queue<Kind>(self).peek(how.limit, where) : queue<Kind>(self).peek_nowait(where);
}
template <class Kind>
Ref peek_nowait(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    return queue<Kind>(self).peek_nowait(where);
}

// SimpleQueue's limit is a time and nothing else.
Ref get_simple(PyObject* self, PyObject* arguments, PyObject* keywords) {
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"block", "timeout", nullptr};
    parse(arguments, keywords, "|pO", names, &block, &timeout);
    const auto where = here();
    auto& simple = queue<PythonSimpleQueue>(self);
    return block ? simple.get(optional_duration_of(timeout), where) : simple.get_nowait(where);
}
Ref put_simple(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* item = nullptr;
    PyObject* block = nullptr;
    PyObject* timeout = nullptr;
    const char* const names[] = {"item", "block", "timeout", nullptr};
    parse(arguments, keywords, "O|OO", names, &item, &block, &timeout);
    const auto where = here();
    queue<PythonSimpleQueue>(self).put(Ref::of(item), where);
    return Ref::none();
}

template <class Kind>
Ref qsize(PyObject* self, PyObject*, PyObject*) {
    return Ref::number(static_cast<long long>(queue<Kind>(self).qsize()));
}
template <class Kind>
Ref empty(PyObject* self, PyObject*, PyObject*) {
    return Ref::truth(queue<Kind>(self).empty());
}
template <class Kind>
Ref full(PyObject* self, PyObject*, PyObject*) {
    return Ref::truth(queue<Kind>(self).full());
}
template <class Kind>
Ref maxsize(PyObject* self) {
    const auto most = queue<Kind>(self).maxsize();
    return most ? Ref::number(static_cast<long long>(*most)) : Ref::none();
}
// The container of its class, or a list of the items.
template <class Kind>
Ref kept(PyObject* self, PyObject*, PyObject*) {
    const auto& items = queue<Kind>(self).items();
    if (items.is_left_to_program()) return items.storage();
    auto list = Ref::taken(PyList_New(0));
    for (const auto& item : items.all())
        if (PyList_Append(list.get(), item.get()) != 0) throw ErrorIsSet{};
    return list;
}
// How many wait to get, and to put.
template <class Kind>
Ref waiting(PyObject* self, PyObject*, PyObject*) {
    const auto& its = queue<Kind>(self);
    return Ref::taken(
        Py_BuildValue("nn", static_cast<Py_ssize_t>(its.getters()), static_cast<Py_ssize_t>(its.putters())));
}
template <class Kind>
Ref copy(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    auto made = Ref::taken(QueueObject<Kind>::create(Py_TYPE(self), nullptr, nullptr));
    QueueObject<Kind>::of(made.get()) = queue<Kind>(self).copy(assigned_name(), where);
    return made;
}

Ref task_done(PyObject* self, PyObject*, PyObject*) {
    queue<PythonJoinableQueue>(self).task_done(here());
    return Ref::none();
}
Ref join(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* timeout = nullptr;
    const char* const names[] = {"timeout", nullptr};
    parse(arguments, keywords, "|O", names, &timeout);
    const auto where = here();
    return Ref::truth(queue<PythonJoinableQueue>(self).join(limit_of(timeout), where));
}
Ref joining(PyObject* self, PyObject*, PyObject*) {
    return Ref::number(static_cast<long long>(queue<PythonJoinableQueue>(self).joining()));
}
Ref unfinished_tasks(PyObject* self) {
    return Ref::number(static_cast<long long>(queue<PythonJoinableQueue>(self).unfinished_tasks()));
}
Ref balance(PyObject* self) { return Ref::number(queue<PythonChannel>(self).balance()); }

template <class Kind>
void add_bounded(PyObject* module, const char* name) {
    static PyMethodDef methods[] = {
        shared_method<put<Kind>>("put", "Waits for room; raises Full after the timeout."),
        shared_method<put_nowait<Kind>>("put_nowait", nullptr),
        shared_method<get<Kind>>("get", "Waits for an item; raises Empty after the timeout."),
        shared_method<get_nowait<Kind>>("get_nowait", nullptr),
        shared_method<peek<Kind>>("peek", "As get, without taking it."),
        shared_method<peek_nowait<Kind>>("peek_nowait", nullptr),
        shared_method<qsize<Kind>>("qsize", nullptr),
        shared_method<empty<Kind>>("empty", nullptr),
        shared_method<full<Kind>>("full", nullptr),
        shared_method<copy<Kind>>("copy", "Another one with the same items."),
        shared_method<kept<Kind>>("_kept", nullptr),
        shared_method<waiting<Kind>>("_waiting", nullptr),
        {}};
    static PyGetSetDef properties[] = {property<maxsize<Kind>>("maxsize", "At most so many items."), {}};
    add_type<QueueObject<Kind>>(module, {.name = name,
                                         .init = &shared_init<&init_bounded<Kind>>,
                                         .methods = methods,
                                         .properties = properties,
                                         .traverse = traverse_queue<Kind>});
}

void add_joinable(PyObject* module) {
    using Kind = PythonJoinableQueue;
    static PyMethodDef methods[] = {
        shared_method<put<Kind>>("put", nullptr),
        shared_method<put_nowait<Kind>>("put_nowait", nullptr),
        shared_method<get<Kind>>("get", nullptr),
        shared_method<get_nowait<Kind>>("get_nowait", nullptr),
        shared_method<peek<Kind>>("peek", nullptr),
        shared_method<peek_nowait<Kind>>("peek_nowait", nullptr),
        shared_method<qsize<Kind>>("qsize", nullptr),
        shared_method<empty<Kind>>("empty", nullptr),
        shared_method<full<Kind>>("full", nullptr),
        shared_method<copy<Kind>>("copy", nullptr),
        shared_method<kept<Kind>>("_kept", nullptr),
        shared_method<waiting<Kind>>("_waiting", nullptr),
        shared_method<task_done>("task_done", "Tells that one item that was taken is done."),
        shared_method<join>("join", "Waits until all are done."),
        shared_method<joining>("_joining", nullptr),
        {}};
    static PyGetSetDef properties[] = {
        property<maxsize<Kind>>("maxsize", nullptr), property<unfinished_tasks>("unfinished_tasks", nullptr), {}};
    add_type<QueueObject<Kind>>(module, {.name = "_greenscope.JoinableQueue",
                                         .init = &shared_init<&init_bounded<Kind>>,
                                         .methods = methods,
                                         .properties = properties,
                                         .traverse = traverse_queue<Kind>});
}

void add_simple(PyObject* module) {
    using Kind = PythonSimpleQueue;
    static PyMethodDef methods[] = {shared_method<put_simple>("put", nullptr),
                                    shared_method<put_nowait<Kind>>("put_nowait", nullptr),
                                    shared_method<get_simple>("get", nullptr),
                                    shared_method<get_nowait<Kind>>("get_nowait", nullptr),
                                    shared_method<qsize<Kind>>("qsize", nullptr),
                                    shared_method<empty<Kind>>("empty", nullptr),
                                    {}};
    add_type<QueueObject<Kind>>(module, {.name = "_greenscope.SimpleQueue",
                                         .init = &shared_init<&init_plain<Kind>>,
                                         .methods = methods,
                                         .traverse = traverse_queue<Kind>});
}

void add_channel(PyObject* module) {
    using Kind = PythonChannel;
    static PyMethodDef methods[] = {shared_method<put<Kind>>("put", "Waits until somebody takes it."),
                                    shared_method<put_nowait<Kind>>("put_nowait", nullptr),
                                    shared_method<get<Kind>>("get", "Waits until somebody puts one."),
                                    shared_method<get_nowait<Kind>>("get_nowait", nullptr),
                                    shared_method<qsize<Kind>>("qsize", nullptr),
                                    shared_method<empty<Kind>>("empty", nullptr),
                                    shared_method<full<Kind>>("full", nullptr),
                                    shared_method<waiting<Kind>>("_waiting", nullptr),
                                    {}};
    static PyGetSetDef properties[] = {property<balance>("balance", nullptr), {}};
    add_type<QueueObject<Kind>>(module, {.name = "_greenscope.Channel",
                                         .init = &shared_init<&init_plain<Kind>>,
                                         .methods = methods,
                                         .properties = properties});
}

}  // namespace

void add_queue_types(PyObject* module) {
    add_bounded<PythonQueue>(module, "_greenscope.Queue");
    add_bounded<PythonLifoQueue>(module, "_greenscope.LifoQueue");
    add_bounded<PythonPriorityQueue>(module, "_greenscope.PriorityQueue");
    add_joinable(module);
    add_simple(module);
    add_channel(module);
}

}  // namespace green::python
