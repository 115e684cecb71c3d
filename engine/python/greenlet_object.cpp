#include "python/greenlet_object.h"

#include <structmember.h>

#include <algorithm>
#include <optional>
#include <string>

#include "hub/hub.h"
#include "python/binding.h"
#include "python/links.h"
#include "python/safe_repr.h"
#include "python/spawn_place.h"

namespace green::python {

namespace {

struct State {
    std::optional<Greenlet> greenlet{};
    Ref run{};
    Ref arguments{};
    Ref keywords{};
    PythonLinks<Greenlet> links{};
    std::weak_ptr<Ref> kept{};  // of its body: set to this very object while it may still run
    Ref passed{};               // what switch() hands over, until it is taken
    SpawnPlace spawned{};
    Ref parent{};  // of one that was made by greenlet.greenlet
};
// With a __dict__ and weak references, whose places Python must know.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): Python allocates it, filled with zeros
struct GreenletObject {
    PyObject_HEAD PyObject* dict;
    PyObject* weak_references;
    State state;

    static constexpr Py_ssize_t dict_offset = sizeof(PyObject);
    static constexpr Py_ssize_t weak_references_offset = dict_offset + sizeof(PyObject*);
    static State& of(PyObject* self) { return reinterpret_cast<GreenletObject*>(self)->state; }
    static PyObject* create(PyTypeObject* type, PyObject*, PyObject*) {
        PyObject* self = type->tp_alloc(type, 0);
        if (self) new (&of(self)) State();
        return self;
    }
    static void destroy(PyObject* self);
};

void GreenletObject::destroy(PyObject* self) {
    auto& state = of(self);
    if (state.greenlet)
        if (auto* interpreter = Interpreter::find()) interpreter->remove_face(state.greenlet->core());
    PyTypeObject* type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (reinterpret_cast<GreenletObject*>(self)->weak_references) PyObject_ClearWeakRefs(self);
    Py_CLEAR(reinterpret_cast<GreenletObject*>(self)->dict);
    state.~State();
    type->tp_free(self);
    Py_DECREF(type);
}

Greenlet& greenlet(PyObject* self) {
    auto& state = GreenletObject::of(self);
    if (!state.greenlet) fail(PyExc_AssertionError, "Greenlet.__init__ was not called");
    return *state.greenlet;
}

bool is_greenlet(PyObject* object) {
    for (const auto* type = Py_TYPE(object); type; type = type->tp_base)
        if (type->tp_dealloc == &GreenletObject::destroy) return true;
    return false;
}

// What the greenlet runs. It has the object as long as it may still run: from its start to its end.
struct Body {
    PyObject* object;           // which has the greenlet, and with it this, until it starts
    std::shared_ptr<Ref> kept;  // the same, from then on

    Value operator()() const {
        auto& interpreter = Interpreter::get();
        const Interpreter::OwnState own(interpreter);
        const auto hold = Ref::of(object);
        auto& state = GreenletObject::of(object);
        const auto run = state.run ? state.run : attribute_or_throw(object, "_run");
        PyObject* result = PyObject_Call(run.get(), state.arguments.get(), state.keywords.get());
        if (!result) keep_text(object);
        // Arguments go with the body, still inside the greenlet.
        state.run = {};
        state.arguments = Ref::taken(PyTuple_New(0));
        state.keywords = Ref::taken(PyDict_New());
        leave_if_over();
        auto value = result ? Ref::taken(result) : exit_or_throw();
        if (state.parent && greenlet_of(state.parent.get())) GreenletObject::of(state.parent.get()).passed = value;
        // Returning one is the same as raising it (rule R17).
        if (PyExceptionInstance_Check(value.get())) {
            const auto error = as_exception(value.get());
            if (is_exit(error)) std::rethrow_exception(error);
        }
        auto text = Hub::get().recorder().keeps() ? safe_repr(value.get()) : std::string();
        return Value{std::any(std::move(value)), std::move(text)};
    }

    // A GreenletExit is what it returns.
    static Ref exit_or_throw() {
        const auto error = take_error();
        if (!is_exit(error)) std::rethrow_exception(error);
        return python_exception(error);
    }
    // What it was is still told of one that failed.
    static void keep_text(PyObject* object) {
        const ErrorAside aside;
        Py_XDECREF(PyObject_CallMethod(object, "_format", nullptr));
    }
    static Ref attribute_or_throw(PyObject* object, const char* name) {
        PyObject* found = PyObject_GetAttrString(object, name);
        if (!found) throw_error();
        return Ref::taken(found);
    }
    static bool is_exit(const std::exception_ptr& error) {
        try {
            std::rethrow_exception(error);
        } catch (const GreenletExit&) {
            return true;
        } catch (...) {
            return false;
        }
    }
};

std::string short_type_name(PyObject* object) {
    const std::string name = Py_TYPE(object)->tp_name;
    return name.substr(name.rfind('.') + 1);
}

std::string argument_texts(PyObject* arguments, PyObject* keywords) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(arguments); ++i) add(safe_repr(PyTuple_GET_ITEM(arguments, i)));
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    for (Py_ssize_t at = 0; keywords && PyDict_Next(keywords, &at, &key, &value);)
        add(utf8(key) + '=' + safe_repr(value));
    return cut_repr(std::move(text));
}

// The program's name for it, if it was given one before its start: a class attribute or set by its constructor.
std::string given_name(PyObject* self) {
    PyObject* dict = reinterpret_cast<GreenletObject*>(self)->dict;
    PyObject* name = dict ? PyDict_GetItemString(dict, "_name") : nullptr;
    return name && PyUnicode_Check(name) ? utf8(name) : std::string();
}

// The greenlet's side of a Python object: made, and with `start` also started, in one event of the record.
enum class Begin { Created, Started };
void give_greenlet(PyObject* self, Begin begin, std::optional<std::chrono::nanoseconds> delay,
                   GreenletCore::Sort sort = GreenletCore::Sort::Greenlet) {
    auto& state = GreenletObject::of(self);
    detail::Birth birth;
    birth.where = here();
    birth.name = given_name(self);
    birth.run = state.run ? name_of_callable(state.run.get()) : short_type_name(self);
    if (Hub::get().recorder().keeps()) birth.arguments = argument_texts(state.arguments.get(), state.keywords.get());
    const auto kept = std::make_shared<Ref>();
    state.kept = kept;
    state.spawned = SpawnPlace::here();
    if (begin == Begin::Created) {
        state.greenlet = detail::create(birth, Body{self, kept}, sort);
    } else {
        *kept = Ref::of(self);
        state.greenlet = sort == GreenletCore::Sort::Raw
                             ? Greenlet(GreenletRef(&detail::spawn_raw(birth, Body{self, kept}).core()))
                             : detail::spawn(birth, Body{self, kept}, delay);
    }
    Interpreter::get().add_face(state.greenlet->core(), self);
}

// gevent's Greenlet.add_spawn_callback.
void tell_of_start(PyObject* self) {
    const auto& callbacks = Interpreter::get().spawn_callbacks();
    if (!callbacks) return;
    const auto copy = Ref::taken(PySequence_List(callbacks.get()));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(copy.get()); ++i)
        Ref::taken(PyObject_CallOneArg(PyList_GET_ITEM(copy.get(), i), self));
}

// It will run: from now on it must not go.
void keep_until_end(PyObject* self) {
    const auto& core = greenlet(self);
    const auto kept = GreenletObject::of(self).kept.lock();
    if (kept && !core.started() && !core.dead()) *kept = Ref::of(self);
}

void take_arguments(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto& state = GreenletObject::of(self);
    PyObject* run = PyTuple_GET_SIZE(arguments) > 0 ? PyTuple_GET_ITEM(arguments, 0) : nullptr;
    state.keywords = keywords ? Ref::taken(PyDict_Copy(keywords)) : Ref::taken(PyDict_New());
    Ref given = Ref::of(run);
    if (!given) {
        given = Ref::of(PyDict_GetItemString(state.keywords.get(), "run"));
        if (given) PyDict_DelItemString(state.keywords.get(), "run");
    }
    if (given && given.get() != Py_None) {
        if (!PyCallable_Check(given.get())) fail(PyExc_TypeError, "The run argument or self._run must be callable");
        state.run = given;
    }
    state.arguments = Ref::taken(PyTuple_GetSlice(arguments, 1, PyTuple_GET_SIZE(arguments)));
    if (!state.run) {
        const auto own = attribute_or_null(self, "_run");
        if (!own || !PyCallable_Check(own.get()))
            fail(PyExc_TypeError, "The run argument or self._run must be callable");
    }
}

int init(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        take_arguments(self, arguments, keywords);
        give_greenlet(self, Begin::Created, {});
        return 0;
    });
}

// With a constructor of its own, making one and starting it are two events, with what that constructor does between.
Ref make_and_start(PyObject* type, PyObject* arguments, PyObject* keywords,
                   std::optional<std::chrono::nanoseconds> delay) {
    auto* made_type = reinterpret_cast<PyTypeObject*>(type);
    if (made_type->tp_init == &init) {
        auto made = Ref::taken(made_type->tp_new(made_type, arguments, keywords));
        take_arguments(made.get(), arguments, keywords);
        give_greenlet(made.get(), Begin::Started, delay);
        tell_of_start(made.get());
        return made;
    }
    auto made = Ref::taken(PyObject_Call(type, arguments, keywords));
    if (delay) {
        const auto seconds = Ref::taken(PyFloat_FromDouble(std::chrono::duration<double>(*delay).count()));
        Ref::taken(PyObject_CallMethod(made.get(), "start_later", "O", seconds.get()));
    } else {
        Ref::taken(PyObject_CallMethod(made.get(), "start", nullptr));
    }
    return made;
}

Ref spawn(PyObject* type, PyObject* arguments, PyObject* keywords) {
    return make_and_start(type, arguments, keywords, {});
}
Ref spawn_later(PyObject* type, PyObject* arguments, PyObject* keywords) {
    if (PyTuple_GET_SIZE(arguments) == 0) fail(PyExc_TypeError, "spawn_later() needs the seconds");
    const auto delay = duration_of(PyTuple_GET_ITEM(arguments, 0));
    if (PyTuple_GET_SIZE(arguments) == 1 && imported("gevent.greenlet", "Greenlet").get() == type)
        fail(PyExc_TypeError, "spawn_later() needs a function");
    const auto rest = Ref::taken(PyTuple_GetSlice(arguments, 1, PyTuple_GET_SIZE(arguments)));
    return make_and_start(type, rest.get(), keywords, delay);
}

Ref start(PyObject* self, PyObject*, PyObject*) {
    auto& core = greenlet(self);
    if (!core.started() && !core.dead()) tell_of_start(self);
    keep_until_end(self);
    core.start(here());
    return Ref::none();
}
Ref start_later(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* seconds = nullptr;
    const char* const names[] = {"seconds", nullptr};
    parse(arguments, keywords, "O", names, &seconds);
    auto& core = greenlet(self);
    if (!core.started() && !core.dead()) tell_of_start(self);
    keep_until_end(self);
    core.start_later(duration_of(seconds), here());
    return Ref::none();
}

Ref value_of(const Greenlet& greenlet) {
    const auto* value = greenlet.core().value();
    if (!value) return Ref::none();
    if (const auto* object = std::any_cast<Ref>(&value->value)) return *object;
    if (const auto* exit = std::any_cast<std::exception_ptr>(&value->value)) return python_exception(*exit);
    return Ref::none();
}

Ref join(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* timeout = nullptr;
    const char* const names[] = {"timeout", nullptr};
    parse(arguments, keywords, "|O", names, &timeout);
    const auto where = here();
    greenlet(self).join(limit_of(timeout), where);
    return Ref::none();
}
Ref get(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto how = patience_of(arguments, keywords);
    const auto where = here();
    auto& core = greenlet(self);
    if (how.block)
        core.get(how.limit, where);
    else
        core.get_nowait();
    return value_of(core);
}

Ref kill(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* exception = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"exception", "block", "timeout", nullptr};
    parse(arguments, keywords, "|OpO", names, &exception, &block, &timeout);
    const auto where = here();
    greenlet(self).kill(exception_or_exit(exception), block == 1, limit_of(timeout), where);
    return Ref::none();
}

// Who made it, or whom the program has put there, goes on when it has ended. Without one it is the hub.
void tie_to_parent(PyObject* self) {
    const auto& parent = GreenletObject::of(self).parent;
    if (const auto* its = parent ? greenlet_of(parent.get()) : nullptr)
        greenlet(self).core().set_parent(GreenletRef(&its->core()));
}

Ref throw_now(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* type = nullptr;
    PyObject* value = Py_None;
    PyObject* traceback = Py_None;
    if (!PyArg_ParseTuple(arguments, "|OOO", &type, &value, &traceback)) throw ErrorIsSet{};
    const auto where = here();
    auto& core = greenlet(self);
    if (core.core().raw() && !core.core().has_begun()) tie_to_parent(self);
    const auto me = object_of(getcurrent());
    core.throw_now(type ? as_exception(type, value, traceback) : exception_or_exit(nullptr), where);
    if (!core.core().raw()) return Ref::none();
    auto passed = std::exchange(GreenletObject::of(me.get()).passed, {});
    return passed ? passed : value_of(core);
}

// --- links ---
Ref add_link(PyObject* self, PyObject* arguments, PyObject* keywords,
             RawLink<Greenlet> (Greenlet::*link)(RawLink<Greenlet>)) {
    PyObject* callback = nullptr;
    const char* const names[] = {"callback", nullptr};
    parse(arguments, keywords, "O", names, &callback);
    if (!PyCallable_Check(callback)) fail(PyExc_TypeError, "Expected callable: " + safe_repr(callback));
    Interpreter::get();
    auto& core = greenlet(self);
    auto made = GreenletObject::of(self).links.made(callback, self);
    (core.*link)(std::move(made));
    return Ref::none();
}
Ref rawlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::rawlink);
}
Ref link(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link);
}
Ref link_value(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link_value);
}
Ref link_exception(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return add_link(self, arguments, keywords, &Greenlet::link_exception);
}
Ref unlink(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* callback = nullptr;
    const char* const names[] = {"callback", nullptr};
    parse(arguments, keywords, "O", names, &callback);
    auto& core = greenlet(self);
    if (const auto found = GreenletObject::of(self).links.take(callback)) core.unlink(*found);
    return Ref::none();
}
Ref unlink_all(PyObject* self, PyObject*, PyObject*) {
    greenlet(self).unlink_all();
    GreenletObject::of(self).links.clear();
    return Ref::none();
}
Ref has_links(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).has_links()); }

// --- raw ones, and switches without the hub's queue ---

int init_raw(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        PyObject* run = nullptr;
        PyObject* parent = nullptr;
        const char* const names[] = {"run", "parent", nullptr};
        parse(arguments, keywords, "|OO", names, &run, &parent);
        Interpreter::get();
        auto& state = GreenletObject::of(self);
        if (run && run != Py_None) state.run = Ref::of(run);
        state.parent = parent && parent != Py_None ? Ref::of(parent) : object_of(getcurrent());
        const auto* its_parent = greenlet_of(state.parent.get());
        if (!its_parent) fail(PyExc_TypeError, "parent must be a greenlet");
        state.arguments = Ref::taken(PyTuple_New(0));
        state.keywords = Ref::taken(PyDict_New());
        give_greenlet(self, Begin::Created, {}, GreenletCore::Sort::Raw);
        return 0;
    });
}

// What g.switch(…) makes of its arguments.
Ref handed_over(PyObject* arguments, PyObject* keywords) {
    const auto count = PyTuple_GET_SIZE(arguments);
    if (keywords && PyDict_GET_SIZE(keywords) > 0)
        return count == 0 ? Ref::of(keywords) : Ref::taken(PyTuple_Pack(2, arguments, keywords));
    return count == 1 ? Ref::of(PyTuple_GET_ITEM(arguments, 0)) : Ref::of(arguments);
}
Ref take_passed(PyObject* self) {
    auto passed = std::exchange(GreenletObject::of(self).passed, {});
    return passed ? passed : Ref::taken(PyTuple_New(0));
}

// A wait that is over when something particular has happened is not to be ended by anybody.
bool waits_for_a_switch(const GreenletCore& core) {
    const auto* blocked = core.blocked_in();
    return !blocked || blocked->reason == trace::WaitReason::Hub;
}
[[noreturn]] void refuse_switch(PyObject* self, const Ref& passed) {
    fail(imported("gevent.exceptions", "InvalidSwitchError").get(),
         "Invalid switch into " + safe_repr(self) + ": got " + safe_repr(passed.get()));
}
// Its first switch brings the arguments of its function, and its parent gets the result.
void begin_raw(PyObject* self, PyObject* arguments, PyObject* keywords) {
    auto& state = GreenletObject::of(self);
    state.arguments = Ref::of(arguments);
    state.keywords = keywords ? Ref::taken(PyDict_Copy(keywords)) : Ref::taken(PyDict_New());
    tie_to_parent(self);
    if (const auto kept = state.kept.lock()) *kept = Ref::of(self);
}

Ref switch_to(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const auto where = here();
    auto& hub = Hub::get();
    const auto me = object_of(getcurrent());
    auto passed = handed_over(arguments, keywords);
    auto& core = greenlet(self).core();
    if (&core == &hub.current() || core.dead()) return passed;
    if (&core == &hub.hub_greenlet()) {
        hub.block({.reason = trace::WaitReason::Hub}, where);
        return take_passed(me.get());
    }
    const bool begun = core.blocked_in() || core.has_begun();
    if (!begun && core.raw())
        begin_raw(self, arguments, keywords);
    else
        GreenletObject::of(self).passed = std::move(passed);
    if (begun && !waits_for_a_switch(core)) refuse_switch(self, take_passed(self));
    hub.site(where);
    if (hub.in_hub()) {
        hub.resume(core);
        return Ref::none();
    }
    hub.hand_over(core);
    return take_passed(me.get());
}
Ref parent_of(PyObject* self) {
    const auto& state = GreenletObject::of(self);
    if (state.parent) return state.parent;
    auto& interpreter = Interpreter::get();
    const auto id = greenlet(self).core().id();
    if (id == Id::Main) return Ref::none();
    if (id != Id::Hub) return object_of(get_hub());
    auto* main = interpreter.main_greenlet();
    return main ? object_of(Greenlet(GreenletRef(main))) : Ref::none();
}

int set_parent(PyObject* self, PyObject* parent, void*) {
    return guarded_int([&] {
        if (!parent || !greenlet_of(parent)) fail(PyExc_TypeError, "parent must be a greenlet");
        GreenletObject::of(self).parent = Ref::of(parent);
        return 0;
    });
}

// The frame that it goes on in; None of the one that runs, of one that has not begun and of one that has ended.
Ref frame_of(PyObject* self) {
    auto& interpreter = Interpreter::get();
    const auto& core = greenlet(self).core();
    if (&core == &Hub::get().current()) return Ref::none();
    auto* const state = interpreter.state_of(core);
    PyFrameObject* const frame = state ? PyThreadState_GetFrame(state) : nullptr;
    return frame ? Ref::taken(reinterpret_cast<PyObject*>(frame)) : Ref::none();
}

// --- what it is ---
Ref ready(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).ready()); }
Ref successful(PyObject* self, PyObject*, PyObject*) { return Ref::truth(greenlet(self).successful()); }
Ref started(PyObject* self) { return Ref::truth(greenlet(self).started()); }
Ref dead(PyObject* self) { return Ref::truth(greenlet(self).dead()); }
Ref value(PyObject* self) { return value_of(greenlet(self)); }
Ref exception(PyObject* self) {
    const auto error = greenlet(self).exception();
    return error ? python_exception(error) : Ref::none();
}
Ref arguments(PyObject* self) {
    const auto& given = GreenletObject::of(self).arguments;
    return given ? given : Ref::taken(PyTuple_New(0));
}
Ref keywords(PyObject* self) {
    const auto& given = GreenletObject::of(self).keywords;
    return given ? given : Ref::taken(PyDict_New());
}
Ref run_function(PyObject* self) {
    const auto& run = GreenletObject::of(self).run;
    return run ? run : Ref::none();
}
Ref engine_name(PyObject* self) { return Ref::text(greenlet(self).name()); }
Ref number(PyObject* self) { return Ref::number(trace::raw(greenlet(self).core().id())); }
Ref is_raw(PyObject* self) { return Ref::truth(greenlet(self).core().raw()); }

Ref spawning_greenlet(PyObject* self) { return GreenletObject::of(self).spawned.greenlet(); }
Ref spawning_stack(PyObject* self) { return GreenletObject::of(self).spawned.frames(); }
Ref tree_locals(PyObject* self) {
    const auto& found = GreenletObject::of(self).spawned.tree_locals();
    if (!found) fail(PyExc_AttributeError, "spawn_tree_locals");
    return found;
}
int set_tree_locals(PyObject* self, PyObject* value, void*) {
    GreenletObject::of(self).spawned.set_tree_locals(value ? Ref::of(value) : Ref());
    return 0;
}

int truth(PyObject* self) {
    return guarded_int([&] { return greenlet(self).started() ? 1 : 0; });
}

int traverse(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(reinterpret_cast<GreenletObject*>(self)->dict);
    const auto& state = GreenletObject::of(self);
    Py_VISIT(state.passed.get());
    Py_VISIT(state.parent.get());
    Py_VISIT(state.spawned.tree_locals().get());
    Py_VISIT(state.run.get());
    Py_VISIT(state.arguments.get());
    Py_VISIT(state.keywords.get());
    return 0;
}
int clear(PyObject* self) {
    auto& state = GreenletObject::of(self);
    Py_CLEAR(reinterpret_cast<GreenletObject*>(self)->dict);
    state.passed = {};
    state.parent = {};
    state.spawned = {};
    state.run = {};
    state.arguments = {};
    state.keywords = {};
    return 0;
}
}  // namespace

std::exception_ptr exception_or_exit(PyObject* exception) {
    if (!exception || exception == Py_None) return as_exception(imported("greenlet", "GreenletExit").get());
    if (PyTuple_Check(exception) && PyTuple_GET_SIZE(exception) == 3)
        return as_exception(PyTuple_GET_ITEM(exception, 0), PyTuple_GET_ITEM(exception, 1),
                            PyTuple_GET_ITEM(exception, 2));
    return as_exception_or_refusal(exception);
}

KillOptions kill_options(PyObject* exception, int block, PyObject* timeout) {
    return {.exception = exception_or_exit(exception), .block = block == 1, .timeout = limit_of(timeout)};
}

const Greenlet* greenlet_of(PyObject* object) {
    return is_greenlet(object) && GreenletObject::of(object).greenlet ? &*GreenletObject::of(object).greenlet : nullptr;
}

std::vector<Greenlet> greenlets_of(PyObject* iterable) {
    const auto iterator = Ref::taken(PyObject_GetIter(iterable));
    std::vector<Greenlet> found;
    while (PyObject* item = PyIter_Next(iterator.get())) {
        const auto hold = Ref::taken(item);
        const auto* greenlet = greenlet_of(item);
        if (!greenlet) fail(PyExc_TypeError, "Expected a greenlet, got " + safe_repr(item));
        found.push_back(*greenlet);
    }
    if (PyErr_Occurred()) throw ErrorIsSet{};
    return found;
}

void let_go_of_greenlet(PyObject* object) { GreenletObject::of(object).greenlet.reset(); }

Ref object_of(const Greenlet& greenlet) {
    auto& interpreter = Interpreter::get();
    if (auto* face = interpreter.face_of(greenlet.core())) return Ref::of(face);
    const auto id = greenlet.core().id();
    // Main, the hub, and what the engine itself makes for a link.
    const auto type = id == Id::Hub
                          ? Ref::taken(PyObject_CallNoArgs(imported("gevent._hub_local", "get_hub_class").get()))
                          : imported("greenlet", "greenlet");
    auto* python_type = reinterpret_cast<PyTypeObject*>(type.get());
    const auto nothing = Ref::taken(PyTuple_New(0));
    auto made = Ref::taken(python_type->tp_new(python_type, nothing.get(), nullptr));
    GreenletObject::of(made.get()).greenlet = greenlet;
    interpreter.add_face(greenlet.core(), made.get());
    // They live as long as the run; so does what they are to Python, and what the program keeps in it.
    if (id == Id::Hub || id == Id::Main) interpreter.keep(made);
    if (id == Id::Hub) Ref::taken(PyObject_CallMethod(made.get(), "_begin", nullptr));
    return made;
}

Ref spawn_raw(PyObject*, PyObject* arguments, PyObject* keywords) {
    auto* type = reinterpret_cast<PyTypeObject*>(imported("greenlet", "greenlet").get());
    auto made = Ref::taken(type->tp_new(type, arguments, keywords));
    take_arguments(made.get(), arguments, keywords);
    give_greenlet(made.get(), Begin::Started, {}, GreenletCore::Sort::Raw);
    return made;
}

void add_greenlet_types(PyObject* module) {
    static PyMethodDef raw_methods[] = {
        method<throw_now>("throw", "Raises the exception in it now."), method<switch_to>("switch", nullptr), {}};
    static PyGetSetDef raw_properties[] = {
        property<dead>("dead", "Whether it has ended, or will never run."),
        property<run_function>("_run_given", nullptr),
        property<engine_name>("_engine_name", nullptr),
        property<number>("_number", nullptr),
        {"parent", &wrapped_getter<parent_of>, &set_parent, "Who goes on when it has ended.", nullptr},
        property<spawning_greenlet>("spawning_greenlet", "A weak reference to who made it."),
        property<frame_of>("gr_frame", "Where it goes on."),
        {"spawn_tree_locals", &wrapped_getter<tree_locals>, &set_tree_locals, "What all that one has spawned share.",
         nullptr},
        {"__dict__", &PyObject_GenericGetDict, &PyObject_GenericSetDict, nullptr, nullptr},
        property<is_raw>("_is_raw", nullptr),
        {}};
    static PyMemberDef raw_members[] = {
        {"__dictoffset__", T_PYSSIZET, GreenletObject::dict_offset, READONLY, nullptr},
        {"__weaklistoffset__", T_PYSSIZET, GreenletObject::weak_references_offset, READONLY, nullptr},
        {}};
    const PyType_Slot raw_slots[] = {{Py_tp_members, raw_members},
                                     {Py_tp_traverse, reinterpret_cast<void*>(&traverse)},
                                     {Py_tp_clear, reinterpret_cast<void*>(&clear)},
                                     {Py_nb_bool, reinterpret_cast<void*>(&truth)}};
    add_type<GreenletObject>(module, {.name = "greenlet.greenlet",
                                      .text = "A greenlet of the engine.",
                                      .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
                                      .init = &init_raw,
                                      .methods = raw_methods,
                                      .properties = raw_properties,
                                      .slots = raw_slots});
    const auto base = attribute(module, "greenlet");

    static PyMethodDef methods[] = {
        method<spawn>("spawn", "Makes one and starts it.", METH_CLASS),
        method<spawn_later>("spawn_later", "Makes one and starts it after so many seconds.", METH_CLASS),
        method<start>("start", "Starts it, once."),
        method<start_later>("start_later", "Starts it after so many seconds, once."),
        method<join>("join", "Waits until it has ended."),
        method<get>("get", "Waits; returns what it returned or raises what it raised."),
        method<kill>("kill", "Raises GreenletExit, or the exception, in it."),
        method<rawlink>("rawlink", "Calls the function with it, in the hub, when it has ended."),
        method<link>("link", "Calls the function with it when it has ended."),
        method<link_value>("link_value", "As link, if it succeeded."),
        method<link_exception>("link_exception", "As link, if it failed."),
        method<unlink>("unlink", "Does not call the function any more."),
        method<unlink_all>("unlink_all", "Calls nobody any more."),
        method<has_links>("has_links", nullptr),
        method<ready>("ready", "Whether it has ended."),
        method<successful>("successful", "Whether it has ended without an error."),
        {}};
    static PyGetSetDef properties[] = {property<started>("started", "Whether it is started and has not ended."),
                                       property<value>("value", "What it returned."),
                                       property<exception>("exception", "What it raised."),
                                       property<spawning_stack>("spawning_stack", "Where that was."),
                                       property<arguments>("args", nullptr),
                                       property<keywords>("kwargs", nullptr),
                                       {}};
    const PyType_Slot slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(&traverse)},
                                 {Py_tp_clear, reinterpret_cast<void*>(&clear)}};
    add_type<GreenletObject>(module, {.name = "_greenscope.Greenlet",
                                      .text = "A greenlet of the engine.",
                                      .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
                                      .init = &init,
                                      .methods = methods,
                                      .properties = properties,
                                      .slots = slots,
                                      .base = base.get()});
}

}  // namespace green::python
