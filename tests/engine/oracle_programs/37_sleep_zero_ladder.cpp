// sleep(0) joins the queue of callbacks at its end.
#include "python.h"

namespace oracle_37 {

void step(const std::string& name, int times) {
    for (int n = 0; n < times; ++n) {
        python::print(name, n);
        green::sleep();
    }
    python::print(name, "ends");
    if (name == "a") green::spawn(step, "d", 1);
}

void program() {
    green::joinall({green::spawn(step, "a", 1), green::spawn(step, "b", 3), green::spawn(step, "c", 2)});
    python::print("main again");
    green::sleep();
    python::print("main after one more round");
}

}  // namespace oracle_37
