// The interpreter of one run: CPython, from Py_Initialize to Py_Finalize, and what belongs to it as long.
// On the engine's thread, which is Python's main thread.
//
// Each greenlet has a PyThreadState of its own. Whoever is switched away from finds its own again when it is
// back (Guest::back); the hub and the thread's own stack share the one that Python began with.
#pragma once

#include <pthread.h>
#include "python/ref.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "guest.h"
#include "python/python_program.h"
#include "trace/source_location.h"

namespace green {
class Target;
}

namespace green::python {

class Interpreter final : public Guest {
public:
    // Begins with a fresh one. Throws std::runtime_error where there is one already in this process, or Python
    // can't be started. `program` must outlive it.
    Interpreter(const PythonProgram& program, const RunOptions& options);
    // Ends it. The run must be over.
    ~Interpreter() override;
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    // The thread's own. Throws ErrorIsSet, with a RuntimeError for the program, in a thread that has none: one that
    // the program made.
    static Interpreter& get();
    static Interpreter* find();

    const PythonProgram& program() const { return program_; }
    bool is_virtual() const { return is_virtual_; }
    // Runs the program's text. In main; throws what it raises.
    void run_program();

    // --- thread states ---
    void* leave() noexcept override { return PyThreadState_Get(); }
    void back(void* left) noexcept override { make_current(static_cast<PyThreadState*>(left)); }
    void* wait_begins() noexcept override { return PyEval_SaveThread(); }
    void wait_ends(void* begun) noexcept override { PyEval_RestoreThread(static_cast<PyThreadState*>(begun)); }

    // On a new stack: a thread state of its own, from here to the end.
    class OwnState {
    public:
        explicit OwnState(Interpreter& interpreter);
        ~OwnState();
        OwnState(const OwnState&) = delete;
        OwnState& operator=(const OwnState&) = delete;

    private:
        Interpreter& interpreter_;
        PyThreadState* mine_;
    };

    // --- the source ---
    // The line of the program that runs: the innermost frame that is not of the package gevent. Writes out first
    // what was printed before.
    trace::SourceLocation here();
    // The code's file, if it is neither of the package nor below lib/python3 (Python's library and installed packages);
    // else null. Stays as long as the run.
    const char* file_of(PyCodeObject* code) { return file_name(code->co_filename); }
    // The variable that the value of the running call is assigned to; empty if to none, or to several.
    std::string assigned_name();

    // --- the console ---
    void write(PyObject* text);
    void write_error(std::string_view text);
    void flush();

    // --- faces: the Python object that an object of the engine is ---
    void add_face(const Target& target, PyObject* object) { faces_[&target] = object; }
    void remove_face(const Target& target) { faces_.erase(&target); }
    // Null if it has none.
    PyObject* face_of(const Target& target) const {
        const auto found = faces_.find(&target);
        return found == faces_.end() ? nullptr : found->second;
    }

    // Holds it until the interpreter ends.
    void keep(Ref object) { kept_.push_back(std::move(object)); }

    // A function of the package's own module for what is said better in Python.
    Ref call_boot(const char* function, PyObject* argument);

private:
    void start();
    void import_library();
    void find_key();
    void make_current(PyThreadState* state) noexcept {
        pthread_setspecific(key_, state);
        PyThreadState_Swap(state);
    }
    const char* file_name(PyObject* name);
    // The innermost frame that is neither of the package nor of Python's library, and its file; null if there is none.
    Ref program_frame(const char*& file);
    trace::SourceLocation place();

    const PythonProgram& program_;
    std::function<void(std::string_view)> err_;
    bool is_virtual_;
    std::uint64_t seed_;
    PyThreadState* base_ = nullptr;
    pthread_key_t key_ = 0;
    Ref boot_;
    std::deque<std::string> file_names_;
    std::unordered_map<PyObject*, const char*> known_files_;  // by code.co_filename, which is kept
    std::deque<Ref> kept_;
    std::unordered_map<const Target*, PyObject*> faces_;
    std::string unwritten_;
    trace::SourceLocation unwritten_from_;
};

}  // namespace green::python
