#include "python/functions.h"

#include <chrono>

#include "hub/hub.h"
#include "hub/wait.h"
#include "python/binding.h"
#include "python/greenlet_making.h"
#include "python/greenlet_object.h"
#include "python/safe_repr.h"
#include "python/thread_objects.h"

namespace green::python {

namespace {

// --- giving way ---

// In another thread, which has no greenlets but one: as gevent there, it stops that thread alone.
template <class Read>
PyObject* sleep_thread(const Read& read_time) {
    std::chrono::nanoseconds time{0};
    const auto read = [&] {
        time = read_time();
        return 0;
    };
    if (guarded_int(read) != 0) return nullptr;
    return wait_in_thread([&](Threads& threads) { return threads.sleep(time); });
}

// Of sleep(seconds=0, ref=True).
struct SleepGiven {
    PyObject* seconds = nullptr;  // null: not given
    PyObject* ref = Py_True;
};
SleepGiven sleep_given(PyObject* const* arguments, Py_ssize_t count, PyObject* names) {
    SleepGiven given;
    if (count > 0) given.seconds = arguments[0];
    if (count > 1) given.ref = arguments[1];
    if (count > 2) fail(PyExc_TypeError, "sleep() takes at most 2 arguments: seconds and ref");
    const auto named = names ? PyTuple_GET_SIZE(names) : 0;
    for (Py_ssize_t i = 0; i < named; ++i) {
        PyObject* name = PyTuple_GET_ITEM(names, i);
        if (PyUnicode_CompareWithASCIIString(name, "seconds") == 0)
            given.seconds = arguments[count + i];
        else if (PyUnicode_CompareWithASCIIString(name, "ref") == 0)
            given.ref = arguments[count + i];
        else
            fail(PyExc_TypeError, "sleep() got an unexpected keyword argument '" + utf8(name) + "'");
    }
    return given;
}

// The one that programs call most: without a tuple of arguments.
PyObject* sleep(PyObject*, PyObject* const* arguments, Py_ssize_t count, PyObject* names) {
    if (!Interpreter::find())
        return sleep_thread([&] {
            auto* const seconds = sleep_given(arguments, count, names).seconds;
            return seconds ? duration_of(seconds) : std::chrono::nanoseconds(0);
        });
    return guarded([&] {
        const auto given = sleep_given(arguments, count, names);
        const int keeps_loop_going = PyObject_IsTrue(given.ref);
        if (keeps_loop_going < 0) throw ErrorIsSet{};
        const auto where = here();
        if (given.seconds)
            sleep_ns(duration_of(given.seconds), where, keeps_loop_going == 1);
        else
            green::sleep(where);
        return Ref::none();
    });
}

// Computes for so long: nobody else runs.
PyObject* work(PyObject*, PyObject* seconds) {
    if (!Interpreter::find()) return sleep_thread([&] { return duration_of(seconds); });
    return guarded([&] {
        const auto where = here();
        work_ns(duration_of(seconds), where);
        return Ref::none();
    });
}

Ref idle(PyObject*, PyObject* arguments, PyObject* keywords) {
    int priority = 0;
    const char* const names[] = {"priority", nullptr};
    parse(arguments, keywords, "|i", names, &priority);
    const auto where = here();
    green::idle(priority, where);
    return Ref::none();
}

Ref given_or_null(PyObject* given) { return given == Py_None ? Ref() : Ref::of(given); }
Ref set_spawn_callbacks(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* callbacks = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &callbacks)) throw ErrorIsSet{};
    Interpreter::get().set_spawn_callbacks(given_or_null(callbacks));
    return Ref::none();
}
Ref switch_trace(PyObject*, PyObject*, PyObject*) {
    const auto& function = Interpreter::get().switch_trace().function();
    return function ? function : Ref::none();
}
Ref set_switch_trace(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &function)) throw ErrorIsSet{};
    Interpreter::get().switch_trace().set(given_or_null(function));
    return Ref::none();
}
Ref track_spawns(PyObject*, PyObject* arguments, PyObject*) {
    int on = 0;
    if (!PyArg_ParseTuple(arguments, "p", &on)) throw ErrorIsSet{};
    Interpreter::get().track_spawns(on == 1);
    return Ref::none();
}

Ref in_engine_thread(PyObject*, PyObject*, PyObject*) { return Ref::truth(Interpreter::find() && Hub::find()); }

// From any thread: the hub calls the function, with nothing, as soon as it looks. False if the run is over.
Ref ring(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &function)) throw ErrorIsSet{};
    auto* interpreter = Interpreter::find_of_process();
    return Ref::truth(interpreter && interpreter->call_soon(Ref::of(function)));
}

// From any thread: the engine's thread looks whether others have called it, wherever it is.
Ref nudge(PyObject*, PyObject*, PyObject*) {
    const auto* interpreter = Interpreter::find_of_process();
    return Ref::truth(interpreter && interpreter->nudge());
}
Ref serve(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &function)) throw ErrorIsSet{};
    Interpreter::get().serve(function);
    return Ref::none();
}

// The run's clock, in ns.
Ref clock(PyObject*, PyObject*, PyObject*) {
    if (!Interpreter::find()) return Ref::number(Interpreter::of_process().clock_elsewhere());
    auto& interpreter = Interpreter::get();
    interpreter.note_clock();
    return Ref::number(Hub::get().clock().read());
}

// --- greenlets ---

Ref getcurrent(PyObject*, PyObject*, PyObject*) {
    Interpreter::get();
    return object_of(green::getcurrent());
}
Ref get_hub(PyObject*, PyObject*, PyObject*) {
    Interpreter::get();
    return object_of(green::get_hub());
}

Ref kill(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* object = nullptr;
    PyObject* exception = nullptr;
    const char* const names[] = {"greenlet", "exception", nullptr};
    parse(arguments, keywords, "O|O", names, &object, &exception);
    const auto* greenlet = greenlet_of(object);
    if (!greenlet) fail(PyExc_TypeError, "Expected a greenlet, got " + safe_repr(object));
    const auto error = exception_or_exit(exception);
    const auto where = here();
    if (greenlet->core().raw())
        green::kill(RawGreenlet(GreenletRef(&greenlet->core())), error, where);
    else
        green::kill(*greenlet, error, where);
    return Ref::none();
}

Ref killall(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* objects = nullptr;
    PyObject* exception = nullptr;
    int block = 1;
    PyObject* timeout = nullptr;
    const char* const names[] = {"greenlets", "exception", "block", "timeout", nullptr};
    parse(arguments, keywords, "O|OpO", names, &objects, &exception, &block, &timeout);
    const auto victims = greenlets_of(objects);
    const auto options = kill_options(exception, block, timeout);
    const auto where = here();
    green::killall(victims, options, where);
    return Ref::none();
}

Ref joinall(PyObject*, PyObject* arguments, PyObject* keywords) {
    PyObject* objects = nullptr;
    PyObject* timeout = nullptr;
    int raise_error = 0;
    PyObject* count = nullptr;
    const char* const names[] = {"greenlets", "timeout", "raise_error", "count", nullptr};
    parse(arguments, keywords, "O|OpO", names, &objects, &timeout, &raise_error, &count);
    // They are returned, and somebody must have them until then.
    const auto kept = Ref::taken(PySequence_List(objects));
    const auto greenlets = greenlets_of(kept.get());
    const JoinOptions options{
        .timeout = optional_duration_of(timeout), .raise_error = raise_error == 1, .count = count_of(count)};
    const auto where = here();
    const auto ended = green::joinall(greenlets, options, where);
    auto list = Ref::taken(PyList_New(0));
    for (const auto& greenlet : ended)
        if (PyList_Append(list.get(), object_of(greenlet).get()) != 0) throw ErrorIsSet{};
    return list;
}

// gevent.wait without objects.
Ref wait_for_loop(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* timeout = nullptr;
    if (!PyArg_ParseTuple(arguments, "|O", &timeout)) throw ErrorIsSet{};
    const auto where = here();
    return Ref::truth(wait_ns(optional_duration_of(timeout), where));
}

// Whether run control has asked the run to end.
bool is_stopping() {
    auto* hub = Hub::find();
    return hub && hub->recorder().gate().stopping();
}
Ref stopping(PyObject*, PyObject*, PyObject*) { return Ref::truth(is_stopping()); }

// sys.unraisablehook. While the run is stopped that is what nobody could catch, and to tell of it would run functions
// that are stopped in their turn.
Ref unraisablehook(PyObject*, PyObject* arguments, PyObject*) {
    if (!is_stopping()) call(PySys_GetObject("__unraisablehook__"), arguments);
    return Ref::none();
}

}  // namespace

void add_functions(PyObject* module) {
    static PyMethodDef functions[] = {{"sleep", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&sleep)),
                                       METH_FASTCALL | METH_KEYWORDS, "Gives way, or waits for so many seconds."},
                                      method<idle>("idle", "Waits until nothing else is going on."),
                                      {"work", &work, METH_O, nullptr},
                                      method<in_engine_thread>("in_engine_thread", nullptr),
                                      method<ring>("ring", nullptr),
                                      method<nudge>("nudge", nullptr),
                                      method<serve>("serve", nullptr),
                                      method<clock>("clock", nullptr),
                                      method<track_spawns>("track_spawns", nullptr),
                                      method<set_spawn_callbacks>("set_spawn_callbacks", nullptr),
                                      method<switch_trace>("switch_trace", nullptr),
                                      method<set_switch_trace>("set_switch_trace", nullptr),
                                      method<getcurrent>("getcurrent", "The greenlet that runs."),
                                      method<get_hub>("get_hub", "The greenlet that runs the others."),
                                      method<spawn_raw>("spawn_raw", nullptr),
                                      method<kill>("kill", "Kills without waiting."),
                                      method<killall>("killall", "Kills several."),
                                      method<joinall>("joinall", "Waits for several greenlets."),
                                      method<wait_for_loop>("wait_for_loop", nullptr),
                                      method<stopping>("stopping", nullptr),
                                      method<unraisablehook>("unraisablehook", nullptr),
                                      {}};
    if (PyModule_AddFunctions(module, functions) != 0 ||
        PyModule_AddIntConstant(module, "virtual_begin", loop::virtual_begin) != 0)
        throw ErrorIsSet{};
}

}  // namespace green::python
