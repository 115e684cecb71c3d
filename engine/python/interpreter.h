// The interpreter of one run: CPython, from Py_Initialize to Py_Finalize, and what belongs to it as long.
// On the engine's thread, which is Python's main thread.
//
// Each greenlet has a PyThreadState of its own. Whoever is switched away from finds its own again when it is
// back (Guest::back). So has the hub; the thread's own stack has the one that Python began with.
#pragma once

#include <pthread.h>
#include "python/ref.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <chrono>
#include <memory>
#include <optional>

#include "guest.h"
#include "python/python_program.h"
#include "python/switch_trace.h"
#include "python/threads.h"
#include "trace/source_location.h"

namespace green {
class GreenletCore;
class Hub;
class Target;
}  // namespace green

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
    // The same for other threads that run Python, with the GIL. Throws ErrorIsSet where none runs.
    static Interpreter& of_process();
    // The same, or null.
    static Interpreter* find_of_process();

    const PythonProgram& program() const { return program_; }
    bool is_virtual() const { return is_virtual_; }
    // Runs the program's text. In main; throws what it raises.
    void run_program();

    // --- thread states ---
    void* leave() noexcept override { return PyThreadState_Get(); }
    void back(void* left) noexcept override { make_current(static_cast<PyThreadState*>(left)); }
    bool follows_switches() const noexcept override { return switch_trace_.is_on(); }
    void arrived(bool thrown) override;
    void hub_begins() override { hub_state_.emplace(*this); }
    void hub_ends() noexcept override { hub_state_.reset(); }
    void* wait_begins() noexcept override {
        note_clock();
        waits_ = true;
        return PyEval_SaveThread();
    }
    void wait_ends(void* begun) noexcept override {
        PyEval_RestoreThread(static_cast<PyThreadState*>(begun));
        waits_ = false;
        flush();
    }

    void handle_error(Target* context, const std::exception_ptr& error, bool is_system_error) override;
    bool handle_signal(int number) override;
    void handle_process_signals() override;

    // On a new stack: a thread state of its own, from here to the end.
    class OwnState {
    public:
        explicit OwnState(Interpreter& interpreter);
        ~OwnState();
        OwnState(const OwnState&) = delete;
        OwnState& operator=(const OwnState&) = delete;

    private:
        Interpreter& interpreter_;
        const Target* owner_;
        PyThreadState* mine_;
    };

    // Of a greenlet; null if it has none now.
    PyThreadState* state_of(const Target& greenlet) const {
        const auto found = states_.find(&greenlet);
        return found == states_.end() ? nullptr : found->second;
    }
    // Once the program runs.
    GreenletCore* main_greenlet() const { return main_; }

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
    // The same from other threads: the engine's thread writes it as soon as it looks.
    void write_elsewhere(std::string_view out, std::string_view err);
    void flush();

    // --- other threads ---
    const std::shared_ptr<Threads>& threads() const { return threads_; }
    // The hub calls the function as soon as it looks. Returns whether there still is one.
    bool call_soon(Ref function);
    bool call_in_hub(std::function<void()> function);
    // Sends the engine's thread a signal, unless it is the hub that waits. Returns whether the run still goes on.
    bool nudge() const;
    // Calls it for other threads: what it does is at no line of this one's.
    void serve(PyObject* function);
    // A signal for the run, which takes it as soon as it looks.
    void send_signal(int number);
    // The run's clock as the engine's thread last saw it and, where it is a real one, what has passed since.
    std::int64_t clock_elsewhere() const;
    void note_clock();

    // --- faces: the Python object that an object of the engine is ---
    void add_face(const Target& target, PyObject* object) { faces_[&target] = object; }
    void remove_face(const Target& target) { faces_.erase(&target); }
    // Null if it has none.
    PyObject* face_of(const Target& target) const {
        const auto found = faces_.find(&target);
        return found == faces_.end() ? nullptr : found->second;
    }

    // Whether greenlets remember who made them: gevent.config.track_greenlet_tree.
    bool tracks_spawns() const { return tracks_spawns_; }
    void track_spawns(bool on) { tracks_spawns_ = on; }

    // Called with each greenlet that is started. Null: none.
    const Ref& spawn_callbacks() const { return spawn_callbacks_; }
    void set_spawn_callbacks(Ref callbacks) { spawn_callbacks_ = std::move(callbacks); }
    SwitchTrace& switch_trace() { return switch_trace_; }

    // Holds it until the next error has been reported: the program may have let go of a greenlet that fails.
    void keep_until_reported(Ref failed) { failed_ = std::move(failed); }
    // Holds it until the interpreter ends.
    void keep(Ref object) { kept_.push_back(std::move(object)); }

    // A function of the package's own module for what is said better in Python.
    Ref call_boot(const char* function, PyObject* argument);

private:
    void start();
    void import_library();
    void find_key();
    bool has_other_threads() const;
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
    bool tracks_spawns_ = true;
    std::uint64_t seed_;
    PyThreadState* base_ = nullptr;
    pthread_key_t key_ = 0;
    Ref boot_;
    Ref spawn_callbacks_;
    SwitchTrace switch_trace_;
    std::unordered_set<std::string> file_names_;
    struct KnownFile {
        Ref name;
        const char* text;  // in file_names_; null if it is not the program's
    };
    std::unordered_map<PyObject*, KnownFile> known_files_;  // by code.co_filename
    std::deque<Ref> kept_;
    Ref failed_;
    std::unordered_map<const Target*, PyObject*> faces_;
    std::unordered_map<const Target*, PyThreadState*> states_;
    GreenletCore* main_ = nullptr;
    std::optional<OwnState> hub_state_;
    std::shared_ptr<Threads> threads_ = std::make_shared<Threads>();
    Hub* hub_ = nullptr;   // that others may wake: while main runs
    bool waits_ = false;   // in the hub
    bool serves_ = false;  // other threads
    std::int64_t seen_clock_ = 0;
    std::chrono::steady_clock::time_point seen_at_ = std::chrono::steady_clock::now();
    std::string unwritten_;
    trace::SourceLocation unwritten_from_;
    std::string out_elsewhere_;  // of other threads, unwritten
    std::string errors_elsewhere_;
    std::string error_line_;  // written, but not recorded until it ends
};

// After the program's functions have been left: if the run is over, so is the running greenlet, which is not the hub.
void leave_if_over();

}  // namespace green::python
