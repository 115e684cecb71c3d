#include "python/name_functions.h"

#include <sys/socket.h>

#include "io/resolver.h"
#include "python/binding.h"

namespace green::python {

namespace {

Address::Family family_of(int family) {
    switch (family) {
        case AF_INET: return Address::Family::Ipv4;
        case AF_INET6: return Address::Family::Ipv6;
        default: return Address::Family::None;
    }
}

// (name, aliases, addresses), as gethostbyname_ex has it.
Ref told(const HostEntry& entry) {
    const auto aliases = Ref::taken(PyList_New(0));
    for (const auto& alias : entry.aliases)
        if (PyList_Append(aliases.get(), Ref::text(alias).get()) != 0) throw ErrorIsSet{};
    const auto addresses = Ref::taken(PyList_New(0));
    for (const auto& address : entry.addresses)
        if (PyList_Append(addresses.get(), Ref::text(address.host()).get()) != 0) throw ErrorIsSet{};
    return Ref::taken(PyTuple_Pack(3, Ref::text(entry.name).get(), aliases.get(), addresses.get()));
}

Ref resolve(PyObject*, PyObject* arguments, PyObject* keywords) {
    const char* host = nullptr;
    Py_ssize_t size = 0;
    int family = AF_UNSPEC;
    const char* servers = "";
    const char* const names[] = {"host", "family", "servers", nullptr};
    parse(arguments, keywords, "y#|is", names, &host, &size, &family, &servers);
    const auto where = here();
    return told(resolve_entry({host, static_cast<std::size_t>(size)}, {.family = family_of(family), .servers = servers},
                              where));
}

Ref resolve_address(PyObject*, PyObject* arguments, PyObject* keywords) {
    const char* host = nullptr;
    const char* servers = "";
    const char* const names[] = {"address", "servers", nullptr};
    parse(arguments, keywords, "s|s", names, &host, &servers);
    const auto where = here();
    return told(resolve_name_entry(Address(host, 0), {.servers = servers}, where));
}

}  // namespace

void add_name_functions(PyObject* module) {
    static PyMethodDef functions[] = {
        method<resolve>("resolve", "A host's real name, its other names, and its addresses."),
        method<resolve_address>("resolve_address", "The same of whoever has an address."),
        {}};
    if (PyModule_AddFunctions(module, functions) != 0) throw ErrorIsSet{};
}

}  // namespace green::python
