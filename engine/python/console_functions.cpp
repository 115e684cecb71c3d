#include "python/console_functions.h"

#include <optional>
#include <string>

#include "python/binding.h"

namespace green::python {

namespace {

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
    const auto text = utf8(prompt);
    std::optional<std::string> line;
    {
        const Guest::Waiting waiting(&interpreter);
        line = input(text);
    }
    Hub::get().stop_if_asked();
    return line ? Ref::text(*line) : Ref::none();
}

}  // namespace

void add_console_functions(PyObject* module) {
    static PyMethodDef functions[] = {method<write_out>("write_out", nullptr),
                                      method<write_err>("write_err", nullptr),
                                      method<flush>("flush", nullptr),
                                      method<read_line>("read_line", nullptr),
                                      {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
