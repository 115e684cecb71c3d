#include "python/errors.h"

#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>

#include "context/context.h"
#include "hub/hub.h"
#include "hub/timeout.h"
#include "io/resolver.h"
#include "io/socket_errors.h"
#include "net/zmq_error.h"
#include "pool/group_core.h"
#include "python/interpreter.h"
#include "python/timeout_object.h"

namespace green::python {

namespace {

// Of an exception, or of the class of one.
PyObject* class_of(PyObject* value) {
    return PyExceptionInstance_Check(value) ? reinterpret_cast<PyObject*>(Py_TYPE(value)) : value;
}

bool is_a(PyObject* value, const char* module, const char* name) {
    return PyObject_IsSubclass(class_of(value), imported(module, name).get()) == 1;
}

// What Python says of it; what fails there does not count.
template <class Function>
std::string said(Function&& function, const char* otherwise) {
    const ErrorAside aside;
    try {
        return utf8(function().get());
    } catch (const ErrorIsSet&) {
        return otherwise;
    }
}

Ref instance_of(const Ref& value) {
    if (PyExceptionInstance_Check(value.get())) return value;
    return Ref::taken(PyObject_CallNoArgs(value.get()));
}

// Each class of the engine that means something to it, with Python's exception beside it.
class RaisedError final : public Raised {
    using Raised::Raised;
};
class RaisedGreenletExit final : public Raised, public GreenletExit {
    using Raised::Raised;
};
class RaisedKeyboardInterrupt final : public Raised, public KeyboardInterrupt {
    using Raised::Raised;
};
class RaisedSystemExit final : public Raised, public SystemExit {
public:
    RaisedSystemExit(Ref value, const SystemExit& exit) : Raised(std::move(value)), SystemExit(exit) {}
};
class RaisedLoopExit final : public Raised, public LoopExit {
public:
    RaisedLoopExit(Ref value, const LoopExit& exit) : Raised(std::move(value)), LoopExit(exit) {}
};
class RaisedTimeout final : public Raised, public Timeout {
public:
    RaisedTimeout(Ref value, const Timeout& timeout) : Raised(std::move(value)), Timeout(timeout) {}
};

SystemExit system_exit(PyObject* value) {
    if (!PyExceptionInstance_Check(value)) return SystemExit(0);
    const auto code = attribute(value, "code");
    if (code.get() == Py_None) return SystemExit(0);
    if (PyLong_Check(code.get())) {
        // Of one that is too large Python takes -1, as the error that it is.
        const long number = PyLong_AsLong(code.get());
        PyErr_Clear();
        return SystemExit(static_cast<int>(number & 0xff));
    }
    return SystemExit(utf8(Ref::taken(PyObject_Str(code.get())).get()));
}

LoopExit loop_exit(PyObject* value) {
    std::vector<std::string> why;
    if (PyObject_HasAttrString(value, "why")) {
        const auto lines = Ref::taken(PySequence_Fast(attribute(value, "why").get(), "why"));
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(lines.get()); ++i)
            why.push_back(utf8(PySequence_Fast_GET_ITEM(lines.get(), i)));
    }
    return LoopExit(utf8(Ref::taken(PyObject_Str(value)).get()), std::move(why));
}

std::exception_ptr as_checked_exception(const Ref& value) {
    if (is_a(value.get(), "greenlet", "GreenletExit")) return std::make_exception_ptr(RaisedGreenletExit(value));
    if (PyObject_IsSubclass(class_of(value.get()), PyExc_SystemExit) == 1)
        return std::make_exception_ptr(RaisedSystemExit(value, system_exit(value.get())));
    if (PyObject_IsSubclass(class_of(value.get()), PyExc_KeyboardInterrupt) == 1)
        return std::make_exception_ptr(RaisedKeyboardInterrupt(value));
    if (PyExceptionInstance_Check(value.get())) {
        if (const auto* timeout = timeout_of(value.get()))
            return std::make_exception_ptr(RaisedTimeout(value, *timeout));
        if (is_a(value.get(), "gevent.exceptions", "LoopExit"))
            return std::make_exception_ptr(RaisedLoopExit(value, loop_exit(value.get())));
    }
    return std::make_exception_ptr(RaisedError(value));
}

Ref made(const char* module, const char* name, const std::string& message = {}) {
    const auto type = imported(module, name);
    return message.empty() ? Ref::taken(PyObject_CallNoArgs(type.get()))
                           : Ref::taken(PyObject_CallOneArg(type.get(), Ref::text(message).get()));
}

Ref made(PyObject* type, const std::string& message) {
    return message.empty() ? Ref::taken(PyObject_CallNoArgs(type))
                           : Ref::taken(PyObject_CallOneArg(type, Ref::text(message).get()));
}

Ref made_timeout(const Timeout& timeout) {
    const auto limit = timeout.limit();
    const auto type = imported("gevent.timeout", "Timeout");
    if (!limit) return Ref::taken(PyObject_CallNoArgs(type.get()));
    // A whole number of seconds is written as one was given; the engine does not know how it was.
    constexpr std::int64_t second = 1'000'000'000;
    const auto seconds = limit->count() % second == 0
                             ? Ref::number(limit->count() / second)
                             : Ref::taken(PyFloat_FromDouble(static_cast<double>(limit->count()) / second));
    return Ref::taken(PyObject_CallOneArg(type.get(), seconds.get()));
}

}  // namespace

std::string Raised::described_type() const {
    return reinterpret_cast<PyTypeObject*>(class_of(value_.get()))->tp_name
               ? said([&] { return attribute(class_of(value_.get()), "__name__"); }, "?")
               : "?";
}

std::string Raised::described_message() const {
    return said([&] { return Ref::taken(PyObject_Str(instance_of(value_).get())); }, "<no message: str() failed>");
}

std::string Raised::described_repr() const {
    return said([&] { return Ref::taken(PyObject_Repr(instance_of(value_).get())); }, "<no text: repr() failed>");
}

std::string Raised::described_at_length() const {
    return said([&] { return Interpreter::get().call_boot("format_exception", instance_of(value_).get()); },
                "<no traceback: formatting it failed>");
}

std::exception_ptr as_exception(PyObject* value) {
    if (!PyExceptionInstance_Check(value) && !PyExceptionClass_Check(value))
        fail(PyExc_TypeError, std::string("exceptions must derive from BaseException, not ") + Py_TYPE(value)->tp_name);
    return as_checked_exception(Ref::of(value));
}

std::exception_ptr as_exception_or_refusal(PyObject* value) {
    try {
        return as_exception(value);
    } catch (const ErrorIsSet&) {
        return take_error();
    }
}

std::exception_ptr as_exception(PyObject* type, PyObject* value, PyObject* traceback) {
    PyObject* its_type = type;
    PyObject* its_value = value == Py_None ? nullptr : value;
    PyObject* its_traceback = traceback == Py_None ? nullptr : traceback;
    if (its_traceback && !PyTraceBack_Check(its_traceback))
        fail(PyExc_TypeError, "throw() third argument must be a traceback object");
    if (PyExceptionInstance_Check(type) && its_value)
        fail(PyExc_TypeError, "instance exception may not have a separate value");
    if (PyExceptionInstance_Check(type) || (!its_value && !its_traceback)) return as_exception(type);
    if (!PyExceptionClass_Check(type))
        fail(PyExc_TypeError, std::string("exceptions must be classes, or instances, not ") + Py_TYPE(type)->tp_name);
    Py_INCREF(its_type);
    Py_XINCREF(its_value);
    Py_XINCREF(its_traceback);
    PyErr_Restore(its_type, its_value, its_traceback);
    return take_error();
}

std::exception_ptr take_error() {
    PyObject* type = nullptr;
    PyObject* value = nullptr;
    PyObject* traceback = nullptr;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback) PyException_SetTraceback(value, traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    try {
        return as_checked_exception(Ref::taken(value));
    } catch (const ErrorIsSet&) {
        // Something of the package can't be imported any more: as the interpreter ends.
        PyErr_Clear();
        return std::make_exception_ptr(RuntimeError("a Python exception after the end"));
    }
}

void throw_error() { std::rethrow_exception(take_error()); }

Ref python_exception(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const Raised& raised) {
        return instance_of(raised.value());
    } catch (const context::Unwind&) {
        return made("_greenscope_lib", "RunStopped");
    } catch (const Timeout& timeout) {
        return made_timeout(timeout);
    } catch (const GreenletExit& exit) {
        return made("greenlet", "GreenletExit", exit.message());
    } catch (const SystemExit& exit) {
        return made(PyExc_SystemExit, exit.has_message() ? exit.message() : std::to_string(exit.code()));
    } catch (const KeyboardInterrupt&) {
        return made(PyExc_KeyboardInterrupt, {});
    } catch (const LoopExit& exit) {
        auto made_exit = made("gevent.exceptions", "LoopExit", exit.what());
        const auto lines = Ref::taken(PyList_New(0));
        for (const auto& line : exit.why())
            if (PyList_Append(lines.get(), Ref::text(line).get()) != 0) throw ErrorIsSet{};
        if (PyObject_SetAttrString(made_exit.get(), "why", lines.get()) != 0) throw ErrorIsSet{};
        return made_exit;
    } catch (const BlockingSwitchOutError& refused) {
        return made("gevent.exceptions", "BlockingSwitchOutError", refused.what());
    } catch (const ConcurrentObjectUseError& refused) {
        return made("gevent.exceptions", "ConcurrentObjectUseError", refused.what());
    } catch (const Empty&) {
        return made("_queue", "Empty");
    } catch (const PoolFull&) {
        return made("gevent.pool", "PoolFull");
    } catch (const Full&) {
        return made("queue", "Full");
    } catch (const ValueError& wrong) {
        return made(PyExc_ValueError, wrong.what());
    } catch (const std::invalid_argument& wrong) {
        return made(PyExc_ValueError, wrong.what());
    } catch (const AttributeError& missing) {
        return made(PyExc_AttributeError, missing.what());
    } catch (const std::bad_alloc&) {
        return made(PyExc_MemoryError, {});
    } catch (const SocketTimeout& late) {
        return made(PyExc_TimeoutError, late.what());
    } catch (const ClosedInAnotherGreenlet&) {
        return made("gevent._socketcommon", "cancel_wait_ex");
    } catch (const ResolveError& failed) {
        return Ref::taken(
            PyObject_CallFunction(imported("_socket", "gaierror").get(), "is", failed.code(), failed.what()));
    } catch (const ZmqError& failed) {
        return Ref::taken(PyObject_CallFunction(imported("zmq.error", "error_of").get(), "i", failed.zmq_errno()));
    } catch (const std::system_error& failed) {
        return Ref::taken(PyObject_CallFunction(PyExc_OSError, "is", failed.code().value(), failed.what()));
    } catch (const BaseException& other) {
        return made(PyExc_RuntimeError, other.message());
    } catch (const std::exception& other) {
        return made(PyExc_RuntimeError, other.what());
    } catch (...) {
        return made(PyExc_RuntimeError, "an exception of the engine");
    }
}

void set_error(const std::exception_ptr& error) {
    try {
        const auto exception = python_exception(error);
        PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.get())), exception.get());
    } catch (const ErrorIsSet&) {
        // Then that is the error.
    }
}

void fail(PyObject* type, const std::string& message) {
    PyErr_SetString(type, message.c_str());
    throw ErrorIsSet{};
}

Ref call(PyObject* function, PyObject* arguments, PyObject* keywords) {
    PyObject* result = arguments ? PyObject_Call(function, arguments, keywords) : PyObject_CallNoArgs(function);
    if (!result) throw_error();
    return Ref::taken(result);
}

std::string utf8(PyObject* text) {
    Py_ssize_t size = 0;
    if (const char* bytes = PyUnicode_AsUTF8AndSize(text, &size)) return {bytes, static_cast<std::size_t>(size)};
    // Lone surrogates have no UTF-8.
    PyErr_Clear();
    const auto encoded = Ref::taken(PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace"));
    return {PyBytes_AS_STRING(encoded.get()), static_cast<std::size_t>(PyBytes_GET_SIZE(encoded.get()))};
}

}  // namespace green::python
