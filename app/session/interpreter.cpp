#include "session/interpreter.h"

namespace app {

Interpreter Interpreter::ofBuild() {
    if (!green::python::available()) return {};
    return {green::python::run, green::python::interrupt};
}

}  // namespace app
