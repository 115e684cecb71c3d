#include "python/assigned_name.h"

#include <opcode.h>

#include <cstddef>
#include <vector>

#include "python/errors.h"
#include "python/frame_variables.h"

namespace green::python {

namespace {

// One instruction after the other, without the places that the interpreter keeps for itself.
class Instructions {
public:
    Instructions(PyCodeObject* code, int offset)
        : code_(Ref::taken(PyCode_GetCode(code))), at_(static_cast<std::size_t>(offset) / 2) {}
    struct Instruction {
        int opcode = -1;  // past the end
        int argument = 0;
    };
    Instruction next() {
        int argument = 0;
        for (;;) {
            ++at_;
            const auto size = static_cast<std::size_t>(PyBytes_GET_SIZE(code_.get())) / 2;
            if (at_ >= size) return {};
            const auto* bytes = reinterpret_cast<const unsigned char*>(PyBytes_AS_STRING(code_.get())) + 2 * at_;
            if (bytes[0] == CACHE) continue;
            argument = argument << 8 | bytes[1];
            if (bytes[0] != EXTENDED_ARG) return {bytes[0], argument};
        }
    }

private:
    Ref code_;
    std::size_t at_;
};

std::string item(PyObject* names, int index) {
    return index < PyTuple_GET_SIZE(names) ? utf8(PyTuple_GET_ITEM(names, index)) : std::string();
}

std::string fast_name(PyCodeObject* code, int index) {
    const auto locals = Ref::taken(PyCode_GetVarnames(code));
    const auto local_count = static_cast<int>(PyTuple_GET_SIZE(locals.get()));
    if (index < local_count) return item(locals.get(), index);
    std::vector<std::string> others;
    const auto cells = Ref::taken(PyCode_GetCellvars(code));
    for (int i = 0; i < PyTuple_GET_SIZE(cells.get()); ++i) {
        auto cell = item(cells.get(), i);
        const bool is_argument = PySequence_Contains(locals.get(), PyTuple_GET_ITEM(cells.get(), i)) == 1;
        if (!is_argument) others.push_back(std::move(cell));
    }
    const auto free = Ref::taken(PyCode_GetFreevars(code));
    for (int i = 0; i < PyTuple_GET_SIZE(free.get()); ++i) others.push_back(item(free.get(), i));
    const auto place = static_cast<std::size_t>(index - local_count);
    return place < others.size() ? others[place] : std::string();
}

// The class of what a method was called with; empty outside of methods.
std::string class_of_self(PyFrameObject* frame, PyCodeObject* code) {
    const auto name = fast_name(code, 0);
    if (code->co_argcount == 0 || name != "self") return {};
    const auto locals = variables_of(frame, code);
    auto* const self = PyDict_GetItemString(locals.get(), name.c_str());
    if (!self) return {};
    const std::string type = Py_TYPE(self)->tp_name;
    return type.substr(type.rfind('.') + 1);
}

}  // namespace

std::string name_assigned_in(PyFrameObject* frame) {
    const auto hold = Ref::taken(reinterpret_cast<PyObject*>(PyFrame_GetCode(frame)));
    auto* const code = reinterpret_cast<PyCodeObject*>(hold.get());
    Instructions instructions(code, PyFrame_GetLasti(frame));
    auto next = instructions.next();
    std::string owner;
    // self.tasks = Queue(): the object first.
    if (next.opcode == LOAD_FAST || next.opcode == LOAD_NAME || next.opcode == LOAD_GLOBAL ||
        next.opcode == LOAD_DEREF) {
        if (next.opcode == LOAD_FAST && next.argument == 0) owner = class_of_self(frame, code);
        next = instructions.next();
        if (next.opcode != STORE_ATTR) return {};
        if (!owner.empty()) owner += '.';
    }
    switch (next.opcode) {
        case STORE_NAME:
        case STORE_GLOBAL:
        case STORE_ATTR: return owner + item(code->co_names, next.argument);
        case STORE_FAST:
        case STORE_DEREF: return fast_name(code, next.argument);
        default: return {};
    }
}

}  // namespace green::python
