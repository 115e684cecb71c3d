// Python functions that are linked to objects of the engine.
#pragma once

#include "python/ref.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "hub/hub.h"
#include "hub/raw_link.h"
#include "python/errors.h"
#include "python/interpreter.h"

namespace green::python {

struct LinkedFunction {
    Ref callback;
    Ref object;
};

// Calls the function with the object. In the hub, or in the new greenlet that Greenlet.link makes for it.
struct LinkCall {
    std::shared_ptr<const LinkedFunction> linked;

    template <class Handle>
    void operator()(const Handle&) const {
        const auto run = [&] {
            const auto arguments = Ref::taken(PyTuple_Pack(1, linked->object.get()));
            call(linked->callback.get(), arguments.get());
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
        auto linked = std::make_shared<const LinkedFunction>(LinkedFunction{Ref::of(callback), Ref::of(object)});
        RawLink<Handle> link(LinkCall{linked});
        // Those that were called are known no more.
        std::erase_if(links_, [](const auto& known) { return known.link.expired(); });
        links_.push_back({std::move(linked), link.link()});
        return link;
    }
    // The first that is equal; it is forgotten.
    std::optional<RawLink<Handle>> take(PyObject* callback) {
        for (std::size_t i = 0; i < links_.size(); ++i) {
            // The program's own comparison may add and take others.
            const auto known = links_[i];
            const auto linked = known.function.lock();
            const auto link = known.link.lock();
            if (!linked || !link) continue;
            const int equal = PyObject_RichCompareBool(linked->callback.get(), callback, Py_EQ);
            if (equal < 0) throw ErrorIsSet{};
            if (equal == 0 || i >= links_.size() || links_[i].link.lock() != link) continue;
            links_.erase(links_.begin() + static_cast<std::ptrdiff_t>(i));
            return RawLink<Handle>(link);
        }
        return std::nullopt;
    }
    void clear() { links_.clear(); }
    void visit(Visit& each) const {
        for (const auto& known : links_)
            if (const auto linked = known.function.lock()) {
                each(linked->callback);
                each(linked->object);
            }
    }

private:
    // The engine has both.
    struct Known {
        std::weak_ptr<const LinkedFunction> function;
        std::weak_ptr<Link> link;
    };
    std::vector<Known> links_;
};

}  // namespace green::python
