#include "python/spawn_place.h"

#include "hub/greenlet.h"
#include "python/greenlet_object.h"
#include "python/interpreter.h"

namespace green::python {

SpawnPlace SpawnPlace::here() {
    SpawnPlace place;
    if (!Interpreter::get().tracks_spawns()) return place;
    const auto spawner = object_of(getcurrent());
    place.greenlet_ = Ref::taken(PyWeakref_NewRef(spawner.get(), nullptr));
    place.tree_locals_ = attribute_or_null(spawner.get(), "spawn_tree_locals");
    if (!place.tree_locals_) place.tree_locals_ = Ref::taken(PyDict_New());
    auto frame = Ref::of(reinterpret_cast<PyObject*>(PyEval_GetFrame()));
    for (auto& kept : place.frames_) {
        if (!frame) break;
        auto* const at = reinterpret_cast<PyFrameObject*>(frame.get());
        kept.code = Ref::taken(reinterpret_cast<PyObject*>(PyFrame_GetCode(at)));
        kept.instruction = PyFrame_GetLasti(at);
        ++place.frame_count_;
        PyFrameObject* const back = PyFrame_GetBack(at);
        frame = back ? Ref::taken(reinterpret_cast<PyObject*>(back)) : Ref();
    }
    return place;
}

Ref SpawnPlace::frames() const {
    auto list = Ref::taken(PyList_New(0));
    for (std::size_t i = 0; i < frame_count_; ++i) {
        const auto& frame = frames_[i];
        const int line = PyCode_Addr2Line(reinterpret_cast<PyCodeObject*>(frame.code.get()), frame.instruction);
        const auto number = Ref::number(line);
        const auto entry = Ref::taken(PyTuple_Pack(2, frame.code.get(), number.get()));
        if (PyList_Append(list.get(), entry.get()) != 0) throw ErrorIsSet{};
    }
    return Ref::taken(PyObject_CallOneArg(imported("gevent.greenlet", "_frames_of").get(), list.get()));
}

}  // namespace green::python
