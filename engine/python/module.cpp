#include "python/module.h"

#include <vector>

#include "python/binding.h"
#include "python/callback_objects.h"
#include "python/console_functions.h"
#include "python/datetime_clock.h"
#include "python/descriptor_functions.h"
#include "python/functions.h"
#include "python/greenlet_object.h"
#include "python/group_object.h"
#include "python/hub_errors.h"
#include "python/local_object.h"
#include "python/loop_objects.h"
#include "python/name_functions.h"
#include "python/object_target.h"
#include "python/queue_objects.h"
#include "python/server_objects.h"
#include "python/signals.h"
#include "python/socket_objects.h"
#include "python/sources.h"
#include "python/thread_objects.h"
#include "python/timeout_object.h"
#include "python/wait_objects.h"
#include "python/waitable_objects.h"
#include "python/zmq_objects.h"

namespace green::python {

namespace {

void add_sources(PyObject* module) {
    const auto table = Ref::taken(PyDict_New());
    for (const auto& source : sources()) {
        const auto name = Ref::text(source.module);
        const auto text = Ref::text(source.text);
        const auto path = Ref::text(source.path);
        const auto entry = Ref::taken(PyTuple_Pack(2, text.get(), path.get()));
        if (PyDict_SetItem(table.get(), name.get(), entry.get()) != 0) throw ErrorIsSet{};
    }
    if (PyModule_AddObjectRef(module, "sources", table.get()) != 0) throw ErrorIsSet{};
}

int fill(PyObject* module) {
    return guarded_int([&] {
        add_sources(module);
        add_functions(module);
        add_callback_types(module);
        add_console_functions(module);
        add_datetime_clock(module);
        add_descriptor_functions(module);
        add_greenlet_types(module);
        add_group_type(module);
        add_hub_errors(module);
        add_local_type(module);
        add_loop_types(module);
        add_object_target_type(module);
        add_queue_types(module);
        add_server_type(module);
        add_signal_functions(module);
        add_socket_type(module);
        add_name_functions(module);
        add_thread_types(module);
        add_timeout_type(module);
        add_wait_types(module);
        add_waitable_types(module);
        add_zmq_types(module);
        return 0;
    });
}

PyObject* begin() {
    static PyModuleDef_Slot slots[] = {{Py_mod_exec, reinterpret_cast<void*>(&fill)}, {0, nullptr}};
    static PyModuleDef definition = {
        PyModuleDef_HEAD_INIT, "_greenscope", "Greenscope's engine.", 0, nullptr, slots, nullptr, nullptr, nullptr};
    return PyModuleDef_Init(&definition);
}

}  // namespace

void add_module_to_inittab() {
    // The table is the process's, and keeps what was added.
    [[maybe_unused]] static const int added = PyImport_AppendInittab("_greenscope", &begin);
}

}  // namespace green::python
