#include "python/server_objects.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "python/binding.h"
#include "sync/event.h"

namespace green::python {

namespace {

class ServerState final : public Target {
public:
    ServerState(const std::string& type, std::string scheme, trace::SourceLocation where)
        : Target(Hub::get().new_id()), scheme_(std::move(scheme)) {
        auto& hub = Hub::get();
        hub.use_loop();
        name_ = hub.next_name(type);
        hub.record({.amount = -1,
                    .object = id(),
                    .site = hub.site(where),
                    .kind = trace::Kind::Object,
                    .reason = static_cast<std::uint8_t>(scheme_.empty() ? trace::ObjectKind::Server
                                                                        : trace::ObjectKind::HttpServer)},
                   name_);
        stopped_ = OwnPart<InnerEvent>(*this, name_, true);
    }

    std::string title() const override { return name_; }
    bool is_set() const { return stopped_->ready(); }
    void clear() {
        if (!outside_) outside_.emplace(Hub::get());
        stopped_->clear();
    }
    void listens(Id listener, const std::string& address, bool takes_datagrams, trace::SourceLocation where) const {
        auto& hub = Hub::get();
        hub.record({.amount = static_cast<std::int64_t>(trace::raw(listener)),
                    .object = id(),
                    .site = hub.site(where),
                    .kind = trace::Kind::Open,
                    .reason = static_cast<std::uint8_t>(takes_datagrams ? trace::SocketState::Bound
                                                                        : trace::SocketState::Listening)},
                   scheme_.empty() ? address : scheme_ + "://" + address);
    }
    void serves(std::string_view request, trace::SourceLocation where) const {
        auto& hub = Hub::get();
        hub.record({.object = id(), .site = hub.site(where), .kind = trace::Kind::Request}, request);
    }
    void set(trace::SourceLocation where) {
        if (is_set()) return;
        outside_.reset();
        auto& hub = Hub::get();
        trace::TraceEvent event{.object = id(), .site = hub.site(where), .kind = trace::Kind::Close};
        stopped_->set(event);
        hub.record(event);
    }
    bool wait(const TimeLimit& limit, trace::SourceLocation where) {
        const boost::intrusive_ptr hold(this);
        return stopped_->wait(trace::WaitReason::Serve, limit, where);
    }

    // Its event has jobs, it has none of its own.
    void run(const Callback&) override {}

private:
    std::string scheme_;
    std::string name_;
    OwnPart<InnerEvent> stopped_;
    // While it is started somebody may connect: a virtual clock does not jump.
    std::optional<Hub::OutsideWork> outside_;
};

using StateObject = Object<boost::intrusive_ptr<ServerState>>;

ServerState& state(PyObject* self) {
    const auto& state = StateObject::of(self);
    if (!state) fail(PyExc_RuntimeError, "ServerState.__init__ was not called");
    return *state;
}

int init(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        const char* type = nullptr;
        const char* scheme = "";
        const char* const names[] = {"type", "scheme", nullptr};
        parse(arguments, keywords, "s|s", names, &type, &scheme);
        const auto where = here();
        StateObject::of(self).reset(new ServerState(type, scheme, where));
        return 0;
    });
}

Ref is_set(PyObject* self, PyObject*, PyObject*) { return Ref::truth(state(self).is_set()); }
Ref set(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    state(self).set(where);
    return Ref::none();
}
Ref clear(PyObject* self, PyObject*, PyObject*) {
    here();
    state(self).clear();
    return Ref::none();
}
Ref listens(PyObject* self, PyObject* arguments, PyObject*) {
    unsigned int listener = 0;
    const char* address = nullptr;
    Py_ssize_t size = 0;
    int takes_datagrams = 0;
    // An abstract address of a Unix socket begins with a 0.
    if (!PyArg_ParseTuple(arguments, "Is#p", &listener, &address, &size, &takes_datagrams)) throw ErrorIsSet{};
    const auto where = here();
    state(self).listens(Id{listener}, {address, static_cast<std::size_t>(size)}, takes_datagrams == 1, where);
    return Ref::none();
}
Ref serves(PyObject* self, PyObject* arguments, PyObject*) {
    const char* request = nullptr;
    Py_ssize_t size = 0;
    if (!PyArg_ParseTuple(arguments, "s#", &request, &size)) throw ErrorIsSet{};
    const auto where = here();
    state(self).serves({request, static_cast<std::size_t>(size)}, where);
    return Ref::none();
}
Ref wait(PyObject* self, PyObject* arguments, PyObject* keywords) {
    PyObject* timeout = nullptr;
    const char* const names[] = {"timeout", nullptr};
    parse(arguments, keywords, "|O", names, &timeout);
    const auto where = here();
    return Ref::truth(state(self).wait(limit_of(timeout), where));
}

}  // namespace

void add_server_type(PyObject* module) {
    static PyMethodDef methods[] = {method<is_set>("is_set", "Whether it is stopped."),
                                    method<set>("set", "It is stopped: wakes who waits for that."),
                                    method<clear>("clear", "It is started."),
                                    method<wait>("wait", "Until it is stopped."),
                                    method<listens>("listens",
                                                    "Tells the record where it takes what comes: the id of its "
                                                    "socket, its address, and whether that gets datagrams."),
                                    method<serves>("serves", "Tells the record that a request begins: 'GET /'."),
                                    {}};
    add_type<StateObject>(module, {.name = "_greenscope.ServerState",
                                   .text = "A server, as the record has it: an event that is set while it is stopped.",
                                   .init = &init,
                                   .methods = methods});
}

}  // namespace green::python
