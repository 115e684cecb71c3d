// Who made a greenlet, and where: what gevent.util.GreenletTree shows. It is kept as it lies, and made into Python's
// objects when somebody asks.
#pragma once

#include "python/ref.h"

#include <array>
#include <cstddef>

namespace green::python {

class SpawnPlace {
public:
    SpawnPlace() = default;
    // By the running greenlet, now.
    static SpawnPlace here();

    // A weak reference, or None.
    Ref greenlet() const { return greenlet_ ? greenlet_ : Ref::none(); }
    // The innermost frame, with f_code, f_lineno and f_back, or None.
    Ref frames() const;
    // What it shares with all that has the same ancestor. Null: there is none.
    const Ref& tree_locals() const { return tree_locals_; }
    void set_tree_locals(Ref locals) { tree_locals_ = std::move(locals); }

private:
    struct Frame {
        Ref code{};
        int instruction = 0;
    };

    Ref greenlet_;
    Ref tree_locals_;
    std::array<Frame, 10> frames_{};
    std::size_t frame_count_ = 0;
};

}  // namespace green::python
