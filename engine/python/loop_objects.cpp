#include "python/loop_objects.h"

#include <memory>
#include <utility>

#include "hub/hub.h"
#include "loop/event_loop.h"
#include "loop/idlers.h"
#include "loop/timers.h"
#include "python/binding.h"

namespace green::python {

namespace {

// A watcher that is active. The hub holds it: it goes with the run, whoever still has the Python object.
class Armed {
public:
    explicit Armed(Ref function) : function_(std::move(function)) {}
    virtual ~Armed() = default;
    Armed(const Armed&) = delete;
    Armed& operator=(const Armed&) = delete;

    void call() const { python::call(function_.get()); }
    virtual void disarm() {}
    bool is_over() const { return is_over_; }

protected:
    // Its event has come and comes no more; somebody may still hold it.
    void end() { is_over_ = true; }

private:
    Ref function_;
    bool is_over_ = false;
};

struct Watcher {
    std::weak_ptr<Armed> armed{};
};
using WatcherObject = Object<Watcher>;

void stop(PyObject* self) {
    const auto armed = std::exchange(WatcherObject::of(self).armed, {}).lock();
    auto* hub = Hub::find();
    if (!armed || !hub) return;
    armed->disarm();
    hub->let_go(armed);
}

// A watcher that stops itself while it runs lives until it has run.
template <class Kind>
std::function<void()> call_of(const std::weak_ptr<Kind>& kind) {
    return [kind] {
        if (const auto hold = kind.lock()) hold->call();
    };
}

template <class Kind, class... Parts>
std::shared_ptr<Kind> arm(PyObject* self, PyObject* function, Parts&&... parts) {
    if (!PyCallable_Check(function)) fail(PyExc_TypeError, "a watcher's callback must be callable");
    stop(self);
    auto& hub = Hub::get();
    hub.use_loop();
    auto armed = std::make_shared<Kind>(Ref::of(function));
    armed->begin(armed, std::forward<Parts>(parts)...);
    WatcherObject::of(self).armed = armed;
    hub.hold(armed);
    return armed;
}

class ArmedIo final : public Armed {
public:
    using Armed::Armed;
    void begin(const std::shared_ptr<ArmedIo>& self, int descriptor, int events, bool referenced, int priority) {
        const auto watch = [&](std::unique_ptr<loop::IoWatcher>& place, loop::Interest interest) {
            place = std::make_unique<loop::IoWatcher>(Hub::get().events(), descriptor, interest, priority,
                                                      call_of(std::weak_ptr(self)), referenced);
            place->start();
        };
        if (events & 1) watch(read_, loop::Interest::Read);
        if (events & 2) watch(write_, loop::Interest::Write);
    }
    // Others that are ready in the same iteration don't call it any more.
    void disarm() override {
        if (read_) read_->stop();
        if (write_) write_->stop();
    }

private:
    std::unique_ptr<loop::IoWatcher> read_;
    std::unique_ptr<loop::IoWatcher> write_;
};

class ArmedTimer final : public Armed {
public:
    using Armed::Armed;
    void begin(const std::shared_ptr<ArmedTimer>& self, Nanoseconds delay, bool refresh, bool referenced, int priority,
               trace::SourceLocation where) {
        auto& hub = Hub::get();
        timer_ =
            std::make_unique<loop::Timer>(priority, referenced, JobKind::Function, [weak = std::weak_ptr(self), &hub] {
                const auto hold = weak.lock();
                hub.let_go(hold);
                hold->end();
                hold->call();
            });
        hub.start_timer(*timer_, delay, refresh ? Hub::Refresh::Always : Hub::Refresh::InPass);
        hub.record({.amount = timer_->deadline(),
                    .object = Id::Hub,
                    .site = hub.site(where),
                    .job = timer_->job(),
                    .kind = trace::Kind::Callback,
                    .job_kind = JobKind::Function,
                    .flags = static_cast<std::uint8_t>(trace::Flag::Arms)});
    }
    void disarm() override { Hub::get().cancel_timer(*timer_, {}); }

private:
    std::unique_ptr<loop::Timer> timer_;
};

class ArmedIdler final : public Armed {
public:
    using Armed::Armed;
    void begin(const std::shared_ptr<ArmedIdler>& self, int priority) {
        idler_ = std::make_unique<loop::Idler>(priority, call_of(std::weak_ptr(self)));
        Hub::get().idlers().start(*idler_);
    }
    void disarm() override { Hub::get().idlers().stop(*idler_); }

private:
    std::unique_ptr<loop::Idler> idler_;
};

class ArmedSignal final : public Armed {
public:
    using Armed::Armed;
    void begin(const std::shared_ptr<ArmedSignal>& self, int number) {
        watcher_ = std::make_shared<SignalWatcher>(SignalWatcher{number, call_of(std::weak_ptr(self))});
        Hub::get().signal_watchers().start(watcher_);
    }
    void disarm() override { Hub::get().signal_watchers().stop(*watcher_); }

private:
    std::shared_ptr<SignalWatcher> watcher_;
};

// --- the functions: the program's function first, then what the kind needs ---

Ref start_io(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    int descriptor = 0;
    int events = 0;
    int referenced = 1;
    int priority = 0;
    if (!PyArg_ParseTuple(arguments, "Oiipi", &function, &descriptor, &events, &referenced, &priority))
        throw ErrorIsSet{};
    here();
    arm<ArmedIo>(self, function, descriptor, events, referenced == 1, priority);
    return Ref::none();
}
Ref start_timer(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    PyObject* seconds = nullptr;
    int refresh = 0;
    int referenced = 1;
    int priority = 0;
    if (!PyArg_ParseTuple(arguments, "OOppi", &function, &seconds, &refresh, &referenced, &priority))
        throw ErrorIsSet{};
    const auto delay = duration_of(seconds).count();
    const auto where = here();
    arm<ArmedTimer>(self, function, delay, refresh == 1, referenced == 1, priority, where);
    return Ref::none();
}
Ref start_idle(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    int priority = 0;
    if (!PyArg_ParseTuple(arguments, "Oi", &function, &priority)) throw ErrorIsSet{};
    here();
    arm<ArmedIdler>(self, function, priority);
    return Ref::none();
}
Ref start_signal(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    int number = 0;
    if (!PyArg_ParseTuple(arguments, "Oi", &function, &number)) throw ErrorIsSet{};
    here();
    arm<ArmedSignal>(self, function, number);
    return Ref::none();
}
Ref stop_watcher(PyObject* self, PyObject*, PyObject*) {
    stop(self);
    return Ref::none();
}
Ref is_active(PyObject* self) {
    const auto armed = WatcherObject::of(self).armed.lock();
    return Ref::truth(armed && !armed->is_over());
}

// --- what goes on outside ---

using OutsideObject = Object<std::weak_ptr<Hub::OutsideWork>>;

PyObject* begin_outside(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
    return guarded([&] {
        Interpreter::get();
        auto made = Ref::taken(OutsideObject::create(type, arguments, keywords));
        const auto work = std::make_shared<Hub::OutsideWork>(Hub::get());
        OutsideObject::of(made.get()) = work;
        Hub::get().hold(work);
        return made;
    });
}
Ref end_outside(PyObject* self, PyObject*, PyObject*) {
    const auto work = std::exchange(OutsideObject::of(self), {}).lock();
    if (auto* hub = Hub::find(); hub && work) hub->let_go(work);
    return Ref::none();
}

}  // namespace

void add_loop_types(PyObject* module) {
    static PyMethodDef methods[] = {
        method<start_io>("start_io", nullptr),        method<start_timer>("start_timer", nullptr),
        method<start_idle>("start_idle", nullptr),    method<start_signal>("start_signal", nullptr),
        method<stop_watcher>("stop_engine", nullptr), {}};
    static PyGetSetDef properties[] = {property<is_active>("active", "Whether it is started."), {}};
    add_type<WatcherObject>(module, {.name = "_greenscope.watcher", .methods = methods, .properties = properties});

    static PyMethodDef outside_methods[] = {method<end_outside>("end", "It is over."), {}};
    add_type<OutsideObject>(module, {.name = "_greenscope.OutsideWork",
                                     .text = "While it is not over, real time passes: a virtual clock does not jump.",
                                     .flags = Py_TPFLAGS_DEFAULT,
                                     .make = &begin_outside,
                                     .methods = outside_methods});
}

}  // namespace green::python
