// Other threads for Python's functions that block.
#pragma once

#include "python/ref.h"

#include <memory>

#include "python/errors.h"
#include "python/interpreter.h"
#include "python/threads.h"

namespace green::python {

// Tasks that run in threads of a pool, in all of this process: an interpreter must not begin before they are done.
int tasks_under_way();

// In a thread that is not the engine's: `wait(threads)`, which is one of the Threads' own, without the interpreter's
// lock. None; null with the error indicator set if there is no interpreter. If it goes meanwhile, the thread is unwound
// from here (pthread_exit), which nothing that is `guarded` could let through.
template <class Wait>
PyObject* wait_in_thread(const Wait& wait) {
    std::shared_ptr<Threads> threads;
    const auto find = [&] {
        threads = Interpreter::of_process().threads();
        return 0;
    };
    if (guarded_int(find) != 0) return nullptr;
    auto* const state = PyEval_SaveThread();
    if (!wait(*threads)) PyThread_exit_thread();
    PyEval_RestoreThread(state);
    return Py_NewRef(Py_None);
}

void add_thread_types(PyObject* module);

}  // namespace green::python
