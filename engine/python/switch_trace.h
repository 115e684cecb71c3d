// The function that greenlet.settrace sets: it is told of each switch. Engine's thread.
#pragma once

#include "python/ref.h"

namespace green::python {

class SwitchTrace {
public:
    bool is_on() const { return static_cast<bool>(function_); }
    // Null while there is none.
    const Ref& function() const { return function_; }
    // Null: none from now on. Throws ErrorIsSet.
    void set(Ref function);
    // Who runs has got control, by a switch or, `thrown`, to raise something. In its thread state. An error of the
    // function's ends the tracing, as in the module greenlet, and is thrown as the engine's.
    void arrived(bool thrown);

private:
    Ref function_;
    Ref running_;  // who had control before; kept, as it may have ended since
};

}  // namespace green::python
