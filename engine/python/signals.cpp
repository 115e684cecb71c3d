#include "python/signals.h"

#include "hub/hub.h"
#include "python/binding.h"

namespace green::python {

namespace {

int number_of(PyObject* arguments) {
    int number = 0;
    if (!PyArg_ParseTuple(arguments, "i", &number)) throw ErrorIsSet{};
    if (number < 1 || number > Signals::highest) fail(PyExc_ValueError, "signal number out of range");
    return number;
}

// os.kill(os.getpid(), …): a process gets its own signal before the call returns. Watchers are told of it by the hub.
Ref raise_signal(PyObject*, PyObject* arguments, PyObject*) {
    const int number = number_of(arguments);
    auto* const hub = Hub::find();
    if (!hub) {
        Interpreter::of_process().send_signal(number);
        return Ref::none();
    }
    here();
    if (hub->signal_watchers().owner(number) == SignalWatchers::Owner::Watchers)
        hub->signal_watchers().mailbox().raise(number);
    else
        hub->signal_without_watcher(number);
    return Ref::none();
}

// signal.signal was called: it is no more the watchers'.
Ref give_to_program(PyObject*, PyObject* arguments, PyObject*) {
    const int number = number_of(arguments);
    if (auto* hub = Hub::find()) hub->signal_watchers().give_to_program(number);
    return Ref::none();
}

}  // namespace

bool Interpreter::handle_signal(int number) {
    try {
        const auto handler = call_boot("handler_of", Ref::number(number).get());
        // None: as if it were ignored; False: the system's default.
        if (!PyCallable_Check(handler.get())) return handler.get() == Py_None;
        Hub::get().record_signal(number);
        const char* file = nullptr;
        const auto frame = program_frame(file);
        call(handler.get(), Ref::taken(Py_BuildValue("iO", number, frame ? frame.get() : Py_None)).get());
        return true;
    } catch (const ErrorIsSet&) {
        throw_error();
    }
}

void Interpreter::handle_process_signals() {
    if (PyErr_CheckSignals() != 0) throw_error();
}

void Interpreter::send_signal(int number) {
    if (hub_) hub_->signal_watchers().mailbox().raise(number);
}

void add_signal_functions(PyObject* module) {
    static PyMethodDef functions[] = {
        method<raise_signal>("raise_signal", nullptr), method<give_to_program>("give_signal_to_program", nullptr), {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
