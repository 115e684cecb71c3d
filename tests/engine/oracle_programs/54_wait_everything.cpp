// wait() without objects returns when the loop has nothing left to do.
#include "python.h"

namespace oracle_54 {

using namespace std::chrono_literals;

void nap(int n) {
    green::sleep(n * 20ms);
    python::print("nap", n);
    if (n == 2) green::spawn(nap, 4);
}

void program() {
    for (const int n : {1, 3, 2}) green::spawn(nap, n);
    python::print("wait(timeout):", green::wait(30ms));
    python::print("wait():", green::wait());
    python::print("again:", green::wait());
}

}  // namespace oracle_54
