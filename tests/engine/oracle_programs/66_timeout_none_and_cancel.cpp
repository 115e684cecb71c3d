// A Timeout without a time, one that is taken back and started again, one of zero.
#include "python.h"

namespace oracle_66 {

using namespace std::chrono_literals;

void program() {
    {
        const green::Timeout::Scope never{green::Timeout()};
        green::sleep(10ms);
        python::print("None:", never.timeout().pending(), green::quoted(never.timeout().message()));
    }

    green::Timeout timeout(20ms);
    python::print("made:", timeout.pending());
    timeout.start();
    python::print("started:", timeout.pending());
    timeout.cancel();
    python::print("cancelled:", timeout.pending());
    green::sleep(40ms);
    timeout.start();
    try {
        green::sleep(1s);
    } catch (const green::Timeout& caught) {
        python::print("started again:", caught == timeout, timeout.pending());
    }
    timeout.close();

    const green::Timeout t(20ms);
    {
        const green::Timeout::Scope scope(t);
        python::print("inside:", t.pending());
    }
    python::print("left early:", t.pending());
    green::sleep(40ms);

    try {
        const green::Timeout::Scope scope{green::Timeout(0s)};
        python::print("zero needs a switch");
        green::sleep();
        python::print("callbacks come before timers");
        green::sleep(20ms);
        python::print("never printed");
    } catch (const green::Timeout& caught) {
        python::print("zero:", caught.message());
    }
}

}  // namespace oracle_66
