#include "python/socket_objects.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <memory>
#include <string_view>

#include "io/socket_core.h"
#include "io/socket_errors.h"
#include "python/binding.h"
#include "python/engine_owned.h"

namespace green::python {

namespace {

using trace::Kind;
using trace::WaitReason;
using CoreRef = boost::intrusive_ptr<SocketCore>;
using SocketObject = Object<EngineOwned<CoreRef>>;

SocketCore& core(PyObject* self) {
    const auto& core = SocketObject::of(self).handle;
    if (!core) fail(PyExc_RuntimeError, "SocketCore.__init__ was not called");
    return *core;
}

Address::Family family_of(int family) {
    switch (family) {
        case AF_INET: return Address::Family::Ipv4;
        case AF_INET6: return Address::Family::Ipv6;
        case AF_UNIX: return Address::Family::Unix;
        default: return Address::Family::None;
    }
}

// Of one that was accepted: the listening socket's core.
int init(PyObject* self, PyObject* arguments, PyObject* keywords) {
    return guarded_int([&] {
        int descriptor = -1;
        int family = AF_UNSPEC;
        int type = SOCK_STREAM;
        PyObject* listener = Py_None;
        const char* const names[] = {"fileno", "family", "type", "listener", nullptr};
        parse(arguments, keywords, "iii|O", names, &descriptor, &family, &type, &listener);
        const auto where = here();
        const auto accepted_by = listener == Py_None ? Id::None : core(listener).id();
        SocketObject::of(self).handle = CoreRef(new SocketCore(SocketCore::Borrowed{descriptor}, family_of(family),
                                                               type == SOCK_DGRAM, accepted_by, where));
        return 0;
    });
}

WaitReason reason_of(std::string_view name) {
    constexpr std::array reasons = {WaitReason::Receive, WaitReason::Send, WaitReason::Accept, WaitReason::Connect,
                                    WaitReason::Handshake};
    const auto found = std::ranges::find(reasons, name, [](WaitReason reason) { return trace::name(reason); });
    if (found == reasons.end()) fail(PyExc_ValueError, "no reason to wait for a socket: " + std::string(name));
    return *found;
}

using Wait = void (SocketCore::*)(WaitReason, trace::SourceLocation);
template <Wait wait>
Ref wait_until_ready(PyObject* self, PyObject* arguments, PyObject* keywords) {
    const char* reason = nullptr;
    PyObject* timeout = nullptr;
    const char* late = "timed out";
    const char* const names[] = {"reason", "timeout", "late", nullptr};
    parse(arguments, keywords, "s|Os", names, &reason, &timeout, &late);
    const auto where = here();
    const CoreRef hold(&core(self));
    hold->set_timeout(optional_duration_of(timeout));
    try {
        ((*hold).*wait)(reason_of(reason), where);
    } catch (const SocketTimeout&) {
        fail(PyExc_TimeoutError, late);
    }
    return Ref::none();
}

Ref cancel(PyObject* self, PyObject* arguments, PyObject*) {
    int reading = 0;
    int writing = 0;
    if (!PyArg_ParseTuple(arguments, "pp", &reading, &writing)) throw ErrorIsSet{};
    here();
    if (reading) core(self).cancel_reading();
    if (writing) core(self).cancel_writing();
    return Ref::none();
}

Ref set_referenced(PyObject* self, PyObject* arguments, PyObject*) {
    int referenced = 1;
    if (!PyArg_ParseTuple(arguments, "p", &referenced)) throw ErrorIsSet{};
    core(self).set_referenced(referenced == 1);
    return Ref::none();
}

Ref close(PyObject* self, PyObject* arguments, PyObject*) {
    PyObject* function = nullptr;
    if (!PyArg_ParseTuple(arguments, "O", &function)) throw ErrorIsSet{};
    const auto where = here();
    const CoreRef hold(&core(self));
    hold->close(where, [kept = std::make_shared<Ref>(Ref::of(function))] { call(kept->get()); });
    return Ref::none();
}

template <trace::SocketState state>
Ref has_opened(PyObject* self, PyObject*, PyObject*) {
    const auto where = here();
    core(self).has_opened(state, where);
    return Ref::none();
}

// A buffer, and how many of its bytes; without that, all of them.
template <Kind kind>
Ref record_bytes(PyObject* self, PyObject* arguments, PyObject*) {
    Py_buffer buffer{};
    PyObject* count = nullptr;
    if (!PyArg_ParseTuple(arguments, "y*|O", &buffer, &count)) throw ErrorIsSet{};
    const std::unique_ptr<Py_buffer, decltype(&PyBuffer_Release)> release(&buffer, &PyBuffer_Release);
    const auto size = static_cast<std::size_t>(buffer.len);
    const auto where = here();
    core(self).record_bytes(
        kind, {static_cast<const char*>(buffer.buf), std::min(count_of(count).value_or(size), size)}, where);
    return Ref::none();
}

Ref name(PyObject* self) { return Ref::text(core(self).name()); }
Ref id(PyObject* self) { return Ref::number(trace::raw(core(self).id())); }

}  // namespace

void add_socket_type(PyObject* module) {
    using trace::SocketState;
    static PyMethodDef methods[] = {
        method<wait_until_ready<&SocketCore::wait_read>>("wait_read", "Until it can be read, or is at its end."),
        method<wait_until_ready<&SocketCore::wait_write>>("wait_write", "Until there is room."),
        shared_method<cancel>("cancel", "Throws out who waits to read, to write."),
        shared_method<close>("close", "Throws out who waits; calls the function when nobody does any more."),
        method<set_referenced>("set_referenced", "Whether who waits for it keeps the loop going."),
        method<has_opened<SocketState::Bound>>("bound", nullptr),
        method<has_opened<SocketState::Listening>>("listening", nullptr),
        method<has_opened<SocketState::Connected>>("connected", nullptr),
        method<record_bytes<Kind::Receive>>("received", nullptr),
        method<record_bytes<Kind::Send>>("sent", nullptr),
        {}};
    static PyGetSetDef properties[] = {
        property<name>("name", "What the record calls it."), property<id>("id", "Its number in the record."), {}};
    add_type<SocketObject>(module, {.name = "_greenscope.SocketCore",
                                    .text = "The engine's part of a socket.",
                                    .init = &init,
                                    .methods = methods,
                                    .properties = properties});
}

}  // namespace green::python
