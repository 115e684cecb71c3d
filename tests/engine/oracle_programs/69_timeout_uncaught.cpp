// A Timeout that nobody catches is the failure of its greenlet alone.
#include "python.h"

namespace oracle_69 {

using namespace std::chrono_literals;

void limited() {
    green::Timeout(20ms).start();
    green::sleep(1s);
}

void program() {
    auto g = green::spawn(limited);
    g.join();
    python::print(g.successful(), green::type_name(g.exception()), green::message_of(g.exception()));
    try {
        g.get();
    } catch (const green::Timeout& caught) {
        python::print("get raised", caught.message());
    }
}

}  // namespace oracle_69
