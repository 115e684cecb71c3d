// Python functions that are linked to objects of the engine.
#pragma once

#include "python/ref.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "hub/hub.h"
#include "hub/raw_link.h"
#include "python/errors.h"
#include "python/interpreter.h"

namespace green::python {

// Calls the function with the object. In the hub, or in the new greenlet that Greenlet.link makes for it.
struct LinkCall {
    Ref callback;
    Ref object;

    template <class Handle>
    void operator()(const Handle&) const {
        const auto run = [&] {
            const auto arguments = Ref::taken(PyTuple_Pack(1, object.get()));
            call(callback.get(), arguments.get());
        };
        if (Hub::get().in_hub()) return run();
        const Interpreter::OwnState own(Interpreter::get());
        run();
    }
};

// What an object's functions are known by: `unlink` is given one that is equal.
template <class Handle>
class PythonLinks {
public:
    RawLink<Handle> made(PyObject* callback, PyObject* object) {
        RawLink<Handle> link(LinkCall{Ref::of(callback), Ref::of(object)});
        // Those that were called are known no more.
        std::erase_if(links_, [](const auto& known) { return known.second.expired(); });
        links_.emplace_back(Ref::of(callback), link.link());
        return link;
    }
    // The first that is equal; it is forgotten.
    std::optional<RawLink<Handle>> take(PyObject* callback) {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            // The program's own comparison may add and take others.
            const auto known = links_[i];
            const int equal = PyObject_RichCompareBool(known.first.get(), callback, Py_EQ);
            if (equal < 0) throw ErrorIsSet{};
            const auto link = known.second.lock();
            if (equal == 0 || !link || i >= links_.size() || links_[i].first != known.first) continue;
            links_.erase(links_.begin() + static_cast<std::ptrdiff_t>(i));
            return RawLink<Handle>(link);
        }
        return std::nullopt;
    }
    void clear() { const auto gone = std::exchange(links_, {}); }

private:
    std::vector<std::pair<Ref, std::weak_ptr<Link>>> links_;
};

}  // namespace green::python
