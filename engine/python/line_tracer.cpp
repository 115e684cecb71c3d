#include "python/line_tracer.h"

#include <memory>
#include <string>
#include <utility>

#include "hub/hub.h"
#include "python/errors.h"
#include "python/frame_variables.h"
#include "python/interpreter.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

constexpr auto capsule_name = "greenscope.lines";
constexpr std::size_t most_variables = 50;
constexpr std::size_t longest_text = 4096;

// One for each stack.
struct Tracer {
    std::uint16_t depth = 0;  // functions of the program on it
};

// Modules, functions and classes are there all the time, and say nothing.
bool is_data(PyObject* name, PyObject* value) {
    if (!PyUnicode_Check(name)) return false;
    const auto text = utf8(name);
    return !text.starts_with("__") && !text.starts_with('.') && !PyModule_Check(value) && !PyFunction_Check(value) &&
           !PyCFunction_Check(value) && !PyType_Check(value) && !PyMethod_Check(value);
}

// What is known of a line, as trace::LineText is kept.
class Text {
public:
    explicit Text(std::string function) : text_(std::move(function)) {}

    bool is_full() const { return count_ == most_variables || text_.size() > longest_text; }
    // `scope` stands before the name.
    void add(PyObject* name, PyObject* value, const char* scope = "") {
        if (!is_data(name, value)) return;
        text_ += '\x1f' + (scope + utf8(name)) + '\x1f' + safe_repr(value);
        ++count_;
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::size_t count_ = 0;
};

// Where others change them, too. The names are those of attributes as well: whatever is called like a global is taken
// for it.
void add_globals(Text& text, PyFrameObject* frame, PyCodeObject* code) {
    const auto globals = Ref::taken(PyFrame_GetGlobals(frame));
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_names) && !text.is_full(); ++i) {
        auto* const name = PyTuple_GET_ITEM(code->co_names, i);
        if (auto* const value = PyDict_GetItemWithError(globals.get(), name)) text.add(name, value, "global ");
    }
}

std::string text_of(PyFrameObject* frame, PyCodeObject* code) {
    Text text(utf8(code->co_qualname));
    const auto locals = variables_of(frame, code);
    if (!PyDict_Check(locals.get())) return text.take();
    PyObject* name = nullptr;
    PyObject* value = nullptr;
    for (Py_ssize_t at = 0; !text.is_full() && PyDict_Next(locals.get(), &at, &name, &value);) text.add(name, value);
    // A module's variables are its globals.
    if (code->co_flags & CO_OPTIMIZED) add_globals(text, frame, code);
    return text.take();
}

void record(PyFrameObject* frame, PyCodeObject* code, const char* file, std::uint16_t depth) {
    auto& hub = Hub::get();
    auto& recorder = hub.recorder();
    if (!recorder.keeps_lines()) return;
    Interpreter::get().flush();
    recorder.record_line(hub.current().id(), file, static_cast<std::uint32_t>(PyFrame_GetLineNumber(frame)), depth,
                         text_of(frame, code));
    if (recorder.gate().stopping()) throw context::Unwind{};
}

int trace(PyObject* capsule, PyFrameObject* frame, int what, PyObject*) {
    if (what != PyTrace_CALL && what != PyTrace_LINE && what != PyTrace_RETURN) return 0;
    return guarded_int([&] {
        auto* const interpreter = Interpreter::find();
        if (!interpreter || !Hub::find()) return 0;
        const auto hold = Ref::taken(reinterpret_cast<PyObject*>(PyFrame_GetCode(frame)));
        auto* const code = reinterpret_cast<PyCodeObject*>(hold.get());
        const char* const file = interpreter->file_of(code);
        if (!file) return 0;
        auto& tracer = *static_cast<Tracer*>(PyCapsule_GetPointer(capsule, capsule_name));
        if (what == PyTrace_CALL)
            ++tracer.depth;
        else if (what == PyTrace_LINE)
            record(frame, code, file, tracer.depth);
        else
            --tracer.depth;
        return 0;
    });
}

void destroy(PyObject* capsule) { delete static_cast<Tracer*>(PyCapsule_GetPointer(capsule, capsule_name)); }

}  // namespace

void trace_lines() {
    auto tracer = std::make_unique<Tracer>();
    const auto capsule = Ref::taken(PyCapsule_New(tracer.get(), capsule_name, &destroy));
    // The capsule has it now, and Python the capsule.
    static_cast<void>(tracer.release());
    PyEval_SetTrace(&trace, capsule.get());
}

}  // namespace green::python
