// Main's own Timeout ends its join.
#include "python.h"

namespace oracle_09 {

using namespace std::chrono_literals;

void wait() { green::sleep(500ms); }

void program() {
    green::Timeout timeout(50ms);
    timeout.start();
    try {
        green::spawn(wait).join();
    } catch (const green::Timeout& caught) {
        python::print("could not complete", caught == timeout, caught.message());
    }
    timeout.close();
}

}  // namespace oracle_09
