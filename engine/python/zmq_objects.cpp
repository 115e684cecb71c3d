#include "python/zmq_objects.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "net/zmq_socket.h"
#include "python/binding.h"
#include "python/engine_owned.h"
#include "python/safe_repr.h"

namespace green::python {

namespace {

using Ready = ZmqSocket::Ready;
using ContextObject = Object<std::optional<ZmqContext>>;
using SocketObject = Object<EngineOwned<ZmqSocket>>;

// A handle of the caller's own: the object may go while he waits.
ZmqSocket socket_of(PyObject* self) {
    const auto& socket = SocketObject::of(self).handle;
    if (!socket) fail(PyExc_RuntimeError, "ZmqSocket.__init__ was not called");
    return socket;
}

// A buffer, for as long as it is read.
class Bytes {
public:
    Bytes() = default;
    ~Bytes() { PyBuffer_Release(&buffer_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    Py_buffer* place() { return &buffer_; }
    std::string_view view() const {
        return {static_cast<const char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
    }

private:
    Py_buffer buffer_{};
};

Ref bytes(std::string_view data) {
    return Ref::taken(PyBytes_FromStringAndSize(data.data(), static_cast<Py_ssize_t>(data.size())));
}

Ready ready_of(int events) { return static_cast<Ready>(events & static_cast<int>(Ready::Both)); }

// --- contexts ----------------------------------------------------------------------------------------

int init_context(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        int io_threads = 1;
        const char* const names[] = {"io_threads", nullptr};
        parse(arguments, keywords, "|i", names, &io_threads);
        here();
        ContextObject::of(self).emplace(io_threads);
        return 0;
    });
}

// --- sockets -----------------------------------------------------------------------------------------

const ZmqContext& context_of(PyObject* object) {
    for (const auto* type = Py_TYPE(object); type; type = type->tp_base) {
        if (type->tp_dealloc != &ContextObject::destroy) continue;
        const auto& context = ContextObject::of(object);
        if (!context) fail(PyExc_RuntimeError, "ZmqContext.__init__ was not called");
        return *context;
    }
    fail(PyExc_TypeError, "not a ZmqContext: " + safe_repr(object));
}

int init_socket(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        PyObject* context = nullptr;
        int type = 0;
        const char* const names[] = {"context", "type", nullptr};
        parse(arguments, keywords, "Oi", names, &context, &type);
        const auto where = here();
        if (type < 0 || type > static_cast<int>(ZmqType::Stream)) throw ZmqError(EINVAL);
        SocketObject::of(self).handle =
            ZmqSocket(context_of(context), static_cast<ZmqType>(type), assigned_name(), where);
        return 0;
    });
}

template <auto call>
Ref with_endpoint(PyObject* self, PyObject* arguments, PyObject*) {
    const char* endpoint = nullptr;
    if (!PyArg_ParseTuple(arguments, "s", &endpoint)) throw ErrorIsSet{};
    const auto where = here();
    auto socket = socket_of(self);
    if constexpr (std::is_invocable_v<decltype(call), ZmqSocket&, std::string, trace::SourceLocation>)
        (socket.*call)(endpoint, where);
    else
        (socket.*call)(endpoint);
    return Ref::none();
}

// Whether it went: always, where it may wait.
Ref send(PyObject* self, PyObject* arguments, PyObject*) {
    Bytes data;
    int more = 0;
    int waits = 1;
    if (!PyArg_ParseTuple(arguments, "y*pp", data.place(), &more, &waits)) throw ErrorIsSet{};
    const auto where = here();
    auto socket = socket_of(self);
    if (waits == 0)
        return Ref::truth(more ? socket.try_send_more(data.view(), where) : socket.try_send(data.view(), where));
    if (more)
        socket.send_more(data.view(), where);
    else
        socket.send(data.view(), where);
    return Ref::truth(true);
}

// None: there was nothing, and it may not wait.
Ref recv(PyObject* self, PyObject* arguments, PyObject*) {
    int waits = 1;
    if (!PyArg_ParseTuple(arguments, "p", &waits)) throw ErrorIsSet{};
    const auto where = here();
    auto socket = socket_of(self);
    const auto data = waits ? socket.recv(where) : socket.try_recv(where);
    return data ? bytes(*data) : Ref::none();
}

Ref poll(PyObject* self, PyObject* arguments, PyObject*) {
    int events = 0;
    PyObject* seconds = nullptr;
    if (!PyArg_ParseTuple(arguments, "iO", &events, &seconds)) throw ErrorIsSet{};
    const auto where = here();
    return Ref::number(static_cast<int>(socket_of(self).poll(ready_of(events), optional_duration_of(seconds), where)));
}

Ref close(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    socket_of(self).close(where);
    return Ref::none();
}

Ref set_number(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    int value = 0;
    if (!PyArg_ParseTuple(arguments, "ii", &option, &value)) throw ErrorIsSet{};
    here();
    socket_of(self).set_option(static_cast<ZmqOption>(option), value);
    return Ref::none();
}

Ref set_text(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    Bytes value;
    if (!PyArg_ParseTuple(arguments, "iy*", &option, value.place())) throw ErrorIsSet{};
    here();
    socket_of(self).set_option(static_cast<ZmqOption>(option), value.view());
    return Ref::none();
}

Ref set_long(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    long long value = 0;
    if (!PyArg_ParseTuple(arguments, "iL", &option, &value)) throw ErrorIsSet{};
    here();
    socket_of(self).set_long_option(static_cast<ZmqOption>(option), value);
    return Ref::none();
}

Ref long_number(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    if (!PyArg_ParseTuple(arguments, "i", &option)) throw ErrorIsSet{};
    here();
    return Ref::number(socket_of(self).long_option(static_cast<ZmqOption>(option)));
}

Ref number(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    if (!PyArg_ParseTuple(arguments, "i", &option)) throw ErrorIsSet{};
    here();
    return Ref::number(socket_of(self).option(static_cast<ZmqOption>(option)));
}

Ref text(PyObject* self, PyObject* arguments, PyObject*) {
    int option = 0;
    if (!PyArg_ParseTuple(arguments, "i", &option)) throw ErrorIsSet{};
    here();
    return bytes(socket_of(self).option_text(static_cast<ZmqOption>(option)));
}

Ref closed(PyObject* self) { return Ref::truth(socket_of(self).closed()); }
Ref name(PyObject* self) { return Ref::text(socket_of(self).name()); }

// --- functions ---------------------------------------------------------------------------------------

// A list of (socket, events), and seconds. Returns a list of (which of them, events).
Ref poll_several(PyObject*, PyObject* arguments, PyObject*) {
    PyObject* asked = nullptr;
    PyObject* seconds = nullptr;
    if (!PyArg_ParseTuple(arguments, "O!O", &PyList_Type, &asked, &seconds)) throw ErrorIsSet{};
    const auto where = here();
    ZmqPoller poller;
    std::vector<ZmqSocket> sockets;
    for (Py_ssize_t index = 0; index < PyList_GET_SIZE(asked); ++index) {
        PyObject* object = nullptr;
        int events = 0;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(asked, index), "Oi", &object, &events)) throw ErrorIsSet{};
        poller.add(sockets.emplace_back(socket_of(object)), ready_of(events));
    }
    auto result = Ref::taken(PyList_New(0));
    for (const auto& [socket, ready] : poller.poll(optional_duration_of(seconds), where)) {
        const auto index = std::find(sockets.begin(), sockets.end(), socket) - sockets.begin();
        const auto found = Ref::taken(Py_BuildValue("ni", static_cast<Py_ssize_t>(index), static_cast<int>(ready)));
        if (PyList_Append(result.get(), found.get()) != 0) throw ErrorIsSet{};
    }
    return result;
}

Ref error_text(PyObject*, PyObject* arguments, PyObject*) {
    int error = 0;
    if (!PyArg_ParseTuple(arguments, "i", &error)) throw ErrorIsSet{};
    return Ref::text(ZmqError(error).what());
}

Ref version(PyObject*, PyObject*, PyObject*) { return Ref::text(zmq_library_version()); }

}  // namespace

void add_zmq_types(PyObject* module) {
    static PyMethodDef methods[] = {
        method<with_endpoint<&ZmqSocket::bind>>("bind", "Lets others connect there."),
        method<with_endpoint<&ZmqSocket::connect>>("connect", "Connects it, later."),
        method<with_endpoint<&ZmqSocket::unbind>>("unbind", nullptr),
        method<with_endpoint<&ZmqSocket::disconnect>>("disconnect", nullptr),
        method<send>("send", "Sends a part: data, whether more follow, whether to wait."),
        method<recv>("recv", "The next part; None where it would have to wait and may not."),
        method<poll>("poll", "What it is ready for."),
        method<close>("close", "Throws out who waits."),
        method<set_number>("set_number", nullptr),
        method<set_text>("set_text", nullptr),
        method<set_long>("set_long", nullptr),
        method<long_number>("long_number", "An option."),
        method<number>("number", "An option."),
        method<text>("text", "An option."),
        {}};
    static PyGetSetDef properties[] = {
        property<closed>("closed", "Whether it was closed."), property<name>("name", "What the record calls it."), {}};
    static PyMethodDef functions[] = {method<poll_several>("zmq_poll", "Waits for several sockets."),
                                      method<error_text>("zmq_strerror", "What the number of an error means."),
                                      method<version>("zmq_version", "Of ZeroMQ's library."),
                                      {}};
    add_type<ContextObject>(
        module,
        {.name = "_greenscope.ZmqContext", .text = "What ZeroMQ's sockets have in common.", .init = &init_context});
    add_type<SocketObject>(module, {.name = "_greenscope.ZmqSocket",
                                    .text = "The engine's part of a socket of ZeroMQ.",
                                    .init = &init_socket,
                                    .methods = methods,
                                    .properties = properties});
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
