#include "python/interpreter.h"

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

#include "hub/hub.h"
#include "python/assigned_name.h"
#include "python/errors.h"
#include "python/frame_memory.h"
#include "python/greenlet_object.h"
#include "python/line_tracer.h"
#include "python/module.h"
#include "python/static_types.h"

namespace green::python {

namespace {

thread_local Interpreter* running = nullptr;

// For threads of the program. With the GIL.
Interpreter*& only_one() {
    static Interpreter* only = nullptr;
    return only;
}

// What programs start as sys.executable.
constexpr auto system_python = GREEN_PYTHON;
constexpr std::size_t most_known_files = 1024;
constexpr std::size_t enough_to_write = std::size_t{1} << 16;

void check(const PyStatus& status) {
    if (PyStatus_Exception(status))
        throw std::runtime_error(std::string("Python can't be started: ") + (status.err_msg ? status.err_msg : "?"));
}

void set_text(PyConfig& config, wchar_t** place, const std::string& text) {
    check(PyConfig_SetBytesString(&config, place, text.c_str()));
}

}  // namespace

Interpreter& Interpreter::get() {
    if (!running || !Hub::find())
        fail(PyExc_RuntimeError,
             "gevent can be used in the main thread only: a thread made by threading or _thread has no hub here; "
             "use gevent.spawn, or gevent.threadpool for a function that does not use gevent");
    return *running;
}

Interpreter* Interpreter::find() { return running; }

Interpreter* Interpreter::find_of_process() { return only_one(); }

Interpreter& Interpreter::of_process() {
    if (!only_one()) fail(PyExc_RuntimeError, "the program is over");
    return *only_one();
}

Interpreter::Interpreter(const PythonProgram& program, const RunOptions& options)
    : program_(program),
      err_(options.err),
      is_virtual_(options.clock == trace::ClockKind::Virtual),
      seed_(options.seed) {
    start();
    base_ = PyThreadState_Get();
    find_key();
    running = this;
    only_one() = this;
    try {
        import_library();
    } catch (const ErrorIsSet&) {
        PyErr_Print();
        throw std::runtime_error("Greenscope's own Python modules can't be imported");
    }
}

void Interpreter::start() {
    add_module_to_inittab();
    FrameMemory::install();
    PyPreConfig before;
    PyPreConfig_InitPythonConfig(&before);
    before.utf8_mode = 1;
    before.configure_locale = 0;
    before.parse_argv = 0;
    check(Py_PreInitialize(&before));

    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    try {
        config.parse_argv = 0;
        config.install_signal_handlers = 1;
        config.configure_c_stdio = 0;
        config.write_bytecode = 0;
        config.use_hash_seed = 1;
        config.hash_seed = static_cast<unsigned long>(seed_ & 0xffffffffUL);
        config.pathconfig_warnings = 0;
        set_text(config, &config.program_name, system_python);
        set_text(config, &config.executable, system_python);
        std::vector<std::string> words{program_.path()};
        words.insert(words.end(), program_.arguments.begin(), program_.arguments.end());
        std::vector<char*> argv;
        argv.reserve(words.size());
        for (auto& word : words) argv.push_back(word.data());
        check(PyConfig_SetBytesArgv(&config, static_cast<Py_ssize_t>(argv.size()), argv.data()));
        check(Py_InitializeFromConfig(&config));
    } catch (...) {
        PyConfig_Clear(&config);
        throw;
    }
    PyConfig_Clear(&config);
    restore_static_types();
}

Interpreter::~Interpreter() {
    hub_state_.reset();
    make_current(base_);
    // Threads that never end are cut off from Python when they come back to it.
    constexpr std::chrono::seconds patience{1};
    threads_->close();
    {
        const Guest::Waiting waiting(this);
        threads_->wait_until_empty(patience);
    }
    if (PyObject* done = boot_ ? PyObject_CallMethod(boot_.get(), "end_interpreter", nullptr) : nullptr)
        Py_DECREF(done);
    else
        PyErr_Clear();
    boot_ = {};
    spawn_callbacks_ = {};
    switch_trace_ = {};
    kept_.clear();
    failed_ = {};
    // What Python does not free at its end must not keep the engine's own greenlets.
    for (const auto& [target, object] : std::exchange(faces_, {}))
        if (target->id() == Id::Hub || target->id() == Id::Main) let_go_of_greenlet(object);
    known_files_.clear();
    only_one() = nullptr;
    const bool has_others = has_other_threads();
    Py_FinalizeEx();
    running = nullptr;
    // Those that compute look for it every 5 ms. They must not find the next interpreter in its place.
    constexpr std::chrono::milliseconds until_they_have_looked{50};
    if (has_others) std::this_thread::sleep_for(until_they_have_looked);
    threads_->wait_until_empty(patience);
    FrameMemory::release();
}

bool Interpreter::has_other_threads() const {
    for (auto* state = PyInterpreterState_ThreadHead(base_->interp); state; state = PyThreadState_Next(state))
        if (state->thread_id != base_->thread_id) return true;
    return false;
}

// PyThreadState_Swap does not move what PyGILState_GetThisThreadState tells, and extensions (ctypes, sqlite3) ask
// that. It is kept in thread-specific storage under a key that nobody tells, but that can be found.
void Interpreter::find_key() {
    auto* const state = PyGILState_GetThisThreadState();
    for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; ++key) {
        if (pthread_getspecific(key) != state) continue;
        pthread_setspecific(key, nullptr);
        const bool is_it = PyGILState_GetThisThreadState() == nullptr;
        pthread_setspecific(key, state);
        if (!is_it) continue;
        key_ = key;
        return;
    }
    throw std::runtime_error("this Python keeps its thread state where it can't be found");
}

Interpreter::OwnState::OwnState(Interpreter& interpreter)
    : interpreter_(interpreter), owner_(&Hub::get().current()), mine_(PyThreadState_New(interpreter.base_->interp)) {
    if (!mine_) throw std::bad_alloc();
    interpreter.states_[owner_] = mine_;
    // All greenlets are one thread: what is a value of the thread is the same for all of them, as in gevent.
    mine_->dict = Py_NewRef(interpreter.base_->dict);
    interpreter.make_current(mine_);
    if (Hub::get().recorder().keeps_lines()) trace_lines();
}

Interpreter::OwnState::~OwnState() {
    // Runs destructors of the program, while the greenlet is still the one that runs.
    PyThreadState_Clear(mine_);
    interpreter_.states_.erase(owner_);
    interpreter_.make_current(interpreter_.base_);
    PyThreadState_Delete(mine_);
}

void Interpreter::arrived(bool thrown) {
    // One that is about to begin has no state of its own yet.
    std::optional<OwnState> own;
    if (!state_of(Hub::get().current())) own.emplace(*this);
    switch_trace_.arrived(thrown);
}

void Interpreter::import_library() {
    // Each thread state that is made will share it.
    if (!PyThreadState_GetDict()) throw ErrorIsSet{};
    const auto engine = imported("_greenscope");
    const auto name = Ref::text("_greenscope_lib");
    const auto sources = attribute(engine.get(), "sources");
    PyObject* text = PyDict_GetItem(sources.get(), name.get());
    const auto code = Ref::taken(Py_CompileString(PyUnicode_AsUTF8(PyTuple_GET_ITEM(text, 0)),
                                                  "<greenscope>/_greenscope_lib.py", Py_file_input));
    boot_ = Ref::taken(PyImport_ExecCodeModule("_greenscope_lib", code.get()));
    const auto directory = Ref::text(program_.directory);
    Ref::taken(PyObject_CallMethod(boot_.get(), "prepare", "OOK", directory.get(), is_virtual_ ? Py_True : Py_False,
                                   static_cast<unsigned long long>(seed_)));
}

namespace {

// While main runs.
class HubForOthers {
public:
    explicit HubForOthers(Hub*& place) : place_(place) { place_ = &Hub::get(); }
    ~HubForOthers() { place_ = nullptr; }
    HubForOthers(const HubForOthers&) = delete;
    HubForOthers& operator=(const HubForOthers&) = delete;

private:
    Hub*& place_;
};

}  // namespace

Ref Interpreter::call_boot(const char* function, PyObject* argument) {
    return Ref::taken(PyObject_CallMethod(boot_.get(), function, "O", argument));
}

void Interpreter::run_program() {
    const OwnState own(*this);
    main_ = &Hub::get().current();
    const HubForOthers for_others(hub_);
    std::exception_ptr error;
    try {
        const auto text =
            Ref::taken(PyBytes_FromStringAndSize(program_.text.data(), static_cast<Py_ssize_t>(program_.text.size())));
        const auto name = Ref::text(program_.file_name);
        const auto path = Ref::text(program_.path());
        const auto code =
            Ref::taken(PyObject_CallMethod(boot_.get(), "compile_program", "OOO", text.get(), name.get(), path.get()));
        PyObject* names = PyModule_GetDict(imported("__main__").get());
        Ref::taken(PyEval_EvalCode(code.get(), names, names));
    } catch (const ErrorIsSet&) {
        error = take_error();
    }
    leave_if_over();
    if (PyObject* done = PyObject_CallMethod(boot_.get(), "end_program", nullptr))
        Py_DECREF(done);
    else if (!error)
        error = take_error();
    else
        PyErr_Clear();
    leave_if_over();
    flush();
    if (error) std::rethrow_exception(error);
}

void leave_if_over() {
    auto& hub = Hub::get();
    hub.stop_if_asked();
    hub.check_may_block();
}

// --- the source ---

const char* Interpreter::file_name(PyObject* name) {
    const auto found = known_files_.find(name);
    if (found != known_files_.end()) return found->second.text;
    // A program that evaluates texts makes new names, equal ones too, for ever.
    if (known_files_.size() >= most_known_files) known_files_.clear();
    auto text = utf8(name);
    const bool of_program = !text.starts_with('<') || text == program_.file_name;
    const bool of_library = text.find("/lib/python3") != std::string::npos;
    const char* known = nullptr;
    if (of_program && !of_library) known = file_names_.insert(std::move(text)).first->c_str();
    known_files_.emplace(name, KnownFile{Ref::of(name), known});
    return known;
}

Ref Interpreter::program_frame(const char*& file) {
    auto frame = serves_ ? Ref() : Ref::of(reinterpret_cast<PyObject*>(PyEval_GetFrame()));
    while (frame) {
        auto* const at = reinterpret_cast<PyFrameObject*>(frame.get());
        PyCodeObject* const code = PyFrame_GetCode(at);
        file = file_name(code->co_filename);
        Py_DECREF(code);
        if (file) return frame;
        PyFrameObject* const back = PyFrame_GetBack(at);
        frame = back ? Ref::taken(reinterpret_cast<PyObject*>(back)) : Ref();
    }
    return {};
}

trace::SourceLocation Interpreter::place() {
    const char* file = nullptr;
    const auto frame = program_frame(file);
    if (!frame) return {};
    return {file,
            static_cast<std::uint_least32_t>(PyFrame_GetLineNumber(reinterpret_cast<PyFrameObject*>(frame.get())))};
}

trace::SourceLocation Interpreter::here() {
    flush();
    return place();
}

std::string Interpreter::assigned_name() {
    const char* file = nullptr;
    const auto frame = program_frame(file);
    return frame ? name_assigned_in(reinterpret_cast<PyFrameObject*>(frame.get())) : std::string();
}

// --- the console ---

void Interpreter::write(PyObject* text) {
    if (!out_elsewhere_.empty()) flush();
    if (unwritten_.empty()) unwritten_from_ = place();
    unwritten_ += utf8(text);
    if (unwritten_.ends_with('\n') || unwritten_.size() > enough_to_write) flush();
}

void Interpreter::write_error(std::string_view text) {
    flush();
    if (err_) err_(text);
    error_line_ += text;
    if (!text.ends_with('\n')) return;
    const auto lines = std::exchange(error_line_, {});
    if (auto* hub = Hub::find()) hub->record_stderr(lines);
}

void Interpreter::write_elsewhere(std::string_view out, std::string_view err) {
    out_elsewhere_ += out;
    errors_elsewhere_ += err;
    if (hub_) hub_->events().wake();
}

bool Interpreter::nudge() const {
    if (hub_ && !waits_) interrupt();
    return hub_ != nullptr;
}

void Interpreter::serve(PyObject* function) {
    flush();
    serves_ = true;
    PyObject* done = PyObject_CallNoArgs(function);
    serves_ = false;
    if (!done) throw ErrorIsSet{};
    Py_DECREF(done);
}

bool Interpreter::call_in_hub(std::function<void()> function) {
    if (!hub_) return false;
    hub_->call_from_elsewhere(std::move(function));
    return true;
}

bool Interpreter::call_soon(Ref function) {
    return call_in_hub([kept = std::make_shared<Ref>(std::move(function))] { call(kept->get()); });
}

void Interpreter::note_clock() {
    const auto* hub = Hub::find();
    if (!hub) return;
    seen_clock_ = Hub::get().clock().read();
    seen_at_ = std::chrono::steady_clock::now();
}

std::int64_t Interpreter::clock_elsewhere() const {
    if (is_virtual_) return seen_clock_;
    return seen_clock_ + std::chrono::nanoseconds(std::chrono::steady_clock::now() - seen_at_).count();
}

void Interpreter::flush() {
    if (!errors_elsewhere_.empty()) write_error(std::exchange(errors_elsewhere_, {}));
    if (!Hub::find()) return;
    // At no line of this thread's.
    if (!out_elsewhere_.empty()) Hub::get().print(std::exchange(out_elsewhere_, {}), {});
    if (unwritten_.empty()) return;
    const auto text = std::exchange(unwritten_, {});
    Hub::get().print(text, unwritten_from_);
}

}  // namespace green::python
