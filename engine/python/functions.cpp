#include "python/functions.h"

#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "hub/hub.h"
#include "hub/run_callback.h"
#include "hub/signal_handler.h"
#include "hub/wait.h"
#include "io/select.h"
#include "io/wait_io.h"
#include "python/binding.h"
#include "python/greenlet_making.h"
#include "python/greenlet_object.h"
#include "python/safe_repr.h"
#include "python/waitable_objects.h"

namespace green::python {

namespace {

// --- giving way ---

// In another thread, which has no greenlets but one: as gevent there, it stops that thread alone.
void sleep_thread(std::chrono::nanoseconds time) {
    auto* const state = PyEval_SaveThread();
    std::this_thread::sleep_for(time);
    PyEval_RestoreThread(state);
}

// The one that programs call most: without a tuple of arguments.
PyObject* sleep(PyObject*, PyObject* const* arguments, Py_ssize_t count, PyObject* names) {
    return guarded([&] {
        PyObject* seconds = count > 0 ? arguments[0] : nullptr;
        const auto named = names ? PyTuple_GET_SIZE(names) : 0;
        if (count > 2) fail(PyExc_TypeError, "sleep() takes at most 2 arguments: seconds and ref");
        for (Py_ssize_t i = 0; i < named; ++i) {
            PyObject* name = PyTuple_GET_ITEM(names, i);
            if (PyUnicode_CompareWithASCIIString(name, "seconds") == 0)
                seconds = arguments[count + i];
            else if (PyUnicode_CompareWithASCIIString(name, "ref") != 0)
                fail(PyExc_TypeError, "sleep() got an unexpected keyword argument '" + utf8(name) + "'");
        }
        if (!Interpreter::find()) {
            sleep_thread(seconds ? duration_of(seconds) : std::chrono::nanoseconds(0));
            return Ref::none();
        }
        const auto where = here();
        if (seconds)
            sleep_ns(duration_of(seconds), where);
        else
            green::sleep(where);
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

// Computes for so long: nobody else runs.
Ref work(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* seconds = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &seconds)) throw ErrorIsSet{};
    if (!Interpreter::find()) {
        sleep_thread(duration_of(seconds));
        return Ref::none();
    }
    const auto where = here();
    work_ns(duration_of(seconds), where);
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
    const auto greenlets = greenlets_of(objects);
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

// --- callbacks and signals ---

using CallbackObject = Object<std::optional<QueuedCallback>>;

// A call that the hub makes, on its own stack.
std::function<void()> call_in_hub(PyObject* arguments, Py_ssize_t first) {
    if (PyTuple_GET_SIZE(arguments) <= first || !PyCallable_Check(PyTuple_GET_ITEM(arguments, first)))
        fail(PyExc_TypeError, "a function is needed");
    const auto function = Ref::of(PyTuple_GET_ITEM(arguments, first));
    const auto given = Ref::taken(PyTuple_GetSlice(arguments, first + 1, PyTuple_GET_SIZE(arguments)));
    return [function, given] { call(function.get(), given.get()); };
}

Ref run_callback(PyObject*, PyObject* arguments, PyObject*) {
    const auto where = here();
    auto queued = green::run_callback(call_in_hub(arguments, 0), where);
    auto made = new_object("callback");
    CallbackObject::of(made.get()) = std::move(queued);
    return made;
}
Ref stop_callback(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    if (auto& queued = CallbackObject::of(self)) queued->stop(where);
    return Ref::none();
}
Ref callback_pending(PyObject* self) {
    const auto& queued = CallbackObject::of(self);
    return Ref::truth(queued && queued->pending());
}

int callback_truth(PyObject* self) {
    const auto& queued = CallbackObject::of(self);
    return queued && queued->pending() ? 1 : 0;
}

using SignalObject = Object<std::optional<SignalHandler>>;

Ref signal_handler(PyObject*, PyObject* arguments, PyObject* keywords) {
    const long number = PyTuple_GET_SIZE(arguments) > 0 ? PyLong_AsLong(PyTuple_GET_ITEM(arguments, 0)) : -1;
    if (number == -1 && PyErr_Occurred()) throw ErrorIsSet{};
    if (PyTuple_GET_SIZE(arguments) < 2 || !PyCallable_Check(PyTuple_GET_ITEM(arguments, 1)))
        fail(PyExc_TypeError, "signal handler must be callable.");
    here();
    const auto function = Ref::of(PyTuple_GET_ITEM(arguments, 1));
    const auto given = Ref::taken(PyTuple_GetSlice(arguments, 2, PyTuple_GET_SIZE(arguments)));
    const auto named = Ref::of(keywords);
    auto handler =
        detail::signal_handler(static_cast<int>(number), name_of_callable(function.get()), [function, given, named] {
            const Interpreter::OwnState own(Interpreter::get());
            call(function.get(), given.get(), named.get());
            return Value{};
        });
    auto made = new_object("signal_watcher");
    SignalObject::of(made.get()) = std::move(handler);
    return made;
}
Ref cancel_signal(PyObject* self, PyObject*, PyObject*) {
    if (auto& handler = SignalObject::of(self)) handler->cancel();
    return Ref::none();
}
// Sends one to this very run: what os.kill(os.getpid(), …) does.
Ref raise_signal(PyObject*, PyObject* arguments, PyObject*) {
    int number = 0;
    if (!PyArg_ParseTuple(arguments, "i", &number)) throw ErrorIsSet{};
    here();
    green::raise_signal(number);
    return Ref::none();
}

// --- descriptors ---

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

// --- the clock of datetime ---

// Its classes ask the system for the time, so the class methods that do are put in the place of theirs. (today() asks
// time.time().)
Ref at_now(PyObject* type, const char* method, PyObject* zone) {
    const auto seconds = Ref::taken(PyObject_CallNoArgs(imported("time", "time").get()));
    if (!zone || zone == Py_None) return Ref::taken(PyObject_CallMethod(type, method, "O", seconds.get()));
    return Ref::taken(PyObject_CallMethod(type, method, "OO", seconds.get(), zone));
}
Ref now(PyObject* type, PyObject* arguments, PyObject* keywords) {
    PyObject* zone = nullptr;
    const char* const names[] = {"tz", nullptr};
    parse(arguments, keywords, "|O", names, &zone);
    return at_now(type, "fromtimestamp", zone);
}
Ref utcnow(PyObject* type, PyObject*, PyObject*) { return at_now(type, "utcfromtimestamp", nullptr); }

// Of the type's own dict, which no program can write to.
void replace_entry(PyObject* type, PyObject* name, PyObject* value) {
    auto* const its_type = reinterpret_cast<PyTypeObject*>(type);
    if (PyDict_SetItem(its_type->tp_dict, name, value) != 0) throw ErrorIsSet{};
    PyType_Modified(its_type);
}

// Returns what was there, for restore_datetime: (type, name, method).
void replace_class_method(PyObject* type, PyMethodDef& method, PyObject* originals) {
    auto* const its_type = reinterpret_cast<PyTypeObject*>(type);
    const auto name = Ref::text(method.ml_name);
    const auto original = Ref::of(PyDict_GetItem(its_type->tp_dict, name.get()));
    if (!original) fail(PyExc_RuntimeError, "datetime has no " + std::string(method.ml_name));
    const auto entry = Ref::taken(PyTuple_Pack(3, type, name.get(), original.get()));
    if (PyList_Append(originals, entry.get()) != 0) throw ErrorIsSet{};
    replace_entry(type, name.get(), Ref::taken(PyDescr_NewClassMethod(its_type, &method)).get());
}

Ref follow_datetime(PyObject*, PyObject*, PyObject*) {
    static PyMethodDef now_method = method<now>("now", "The local time, or that of a zone.", METH_CLASS);
    static PyMethodDef utcnow_method = method<utcnow>("utcnow", "The time in UTC.", METH_CLASS);
    const auto datetime = imported("datetime", "datetime");
    auto originals = Ref::taken(PyList_New(0));
    replace_class_method(datetime.get(), now_method, originals.get());
    replace_class_method(datetime.get(), utcnow_method, originals.get());
    return originals;
}

// The types outlive the interpreter: what it made must not stay in them.
Ref restore_datetime(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* originals = nullptr;
    if (!PyArg_ParseTuple(arguments, "O!", &PyList_Type, &originals)) throw ErrorIsSet{};
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(originals); ++i) {
        PyObject* entry = PyList_GET_ITEM(originals, i);
        replace_entry(PyTuple_GET_ITEM(entry, 0), PyTuple_GET_ITEM(entry, 1), PyTuple_GET_ITEM(entry, 2));
    }
    return Ref::none();
}

// --- the console ---

Ref write_out(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* text = nullptr;
    if (!PyArg_ParseTuple(arguments, "U", &text)) throw ErrorIsSet{};
    if (Interpreter::find())
        Interpreter::get().write(text);
    else
        Interpreter::of_process().write_elsewhere(utf8(text), {});
    return Ref::number(PyUnicode_GET_LENGTH(text));
}
Ref write_err(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* text = nullptr;
    if (!PyArg_ParseTuple(arguments, "U", &text)) throw ErrorIsSet{};
    if (auto* interpreter = Interpreter::find())
        interpreter->write_error(utf8(text));
    else
        Interpreter::of_process().write_elsewhere({}, utf8(text));
    return Ref::number(PyUnicode_GET_LENGTH(text));
}
Ref flush(PyObject*, PyObject*, PyObject*) {
    if (Hub::find()) Interpreter::get().flush();
    return Ref::none();
}

// A line without its end, or None at the end of the input.
Ref read_line(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* prompt = nullptr;
    if (!PyArg_ParseTuple(arguments, "U", &prompt)) throw ErrorIsSet{};
    auto& interpreter = Interpreter::get();
    interpreter.write(prompt);
    interpreter.flush();
    const auto& input = interpreter.program().input;
    if (!input) fail(PyExc_RuntimeError, "input() has nobody to ask here: open the program in the window to answer it");
    Hub::get().recorder().publish();
    std::optional<std::string> line;
    {
        const Guest::Waiting waiting(&interpreter);
        line = input(utf8(prompt));
    }
    Hub::get().stop_if_asked();
    return line ? Ref::text(*line) : Ref::none();
}

// Whether run control has asked the run to end.
Ref stopping(PyObject*, PyObject*, PyObject*) {
    auto* hub = Hub::find();
    return Ref::truth(hub && hub->recorder().gate().stopping());
}

}  // namespace

void add_functions(PyObject* module) {
    static PyMethodDef functions[] = {
        {"sleep", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&sleep)), METH_FASTCALL | METH_KEYWORDS,
         "Gives way, or waits for so many seconds."},
        method<idle>("idle", "Waits until nothing else is going on."),
        method<work>("work", nullptr),
        method<in_engine_thread>("in_engine_thread", nullptr),
        method<ring>("ring", nullptr),
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
        method<run_callback>("run_callback", nullptr),
        method<signal_handler>("signal_handler", "Calls the function in a greenlet when the signal comes."),
        method<raise_signal>("raise_signal", nullptr),
        method<select>("select", nullptr),
        method<wait_descriptor<&wait_read>>("wait_read", nullptr),
        method<wait_descriptor<&wait_write>>("wait_write", nullptr),
        method<follow_datetime>("follow_datetime", nullptr),
        method<restore_datetime>("restore_datetime", nullptr),
        method<write_out>("write_out", nullptr),
        method<write_err>("write_err", nullptr),
        method<flush>("flush", nullptr),
        method<read_line>("read_line", nullptr),
        method<stopping>("stopping", nullptr),
        {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};

    static PyMethodDef callback_methods[] = {
        method<stop_callback>("stop", nullptr), method<stop_callback>("close", nullptr), {}};
    static PyGetSetDef callback_properties[] = {property<callback_pending>("pending", nullptr), {}};
    const PyType_Slot callback_slots[] = {{Py_nb_bool, reinterpret_cast<void*>(&callback_truth)}};
    add_type<CallbackObject>(module, {.name = "_greenscope.callback",
                                      .text = "A function in the hub's queue.",
                                      .flags = Py_TPFLAGS_DEFAULT,
                                      .methods = callback_methods,
                                      .properties = callback_properties,
                                      .slots = callback_slots});

    static PyMethodDef signal_methods[] = {method<cancel_signal>("cancel", nullptr), {}};
    add_type<SignalObject>(module, {.name = "_greenscope.signal_watcher",
                                    .text = "What happens when a signal comes.",
                                    .flags = Py_TPFLAGS_DEFAULT,
                                    .methods = signal_methods});
}

}  // namespace green::python
