// Limits given to join, to get and to with_timeout.
#include "python.h"

namespace oracle_11 {

using namespace std::chrono_literals;

void wait() { green::sleep(250ms); }

void program() {
    // Python's start() returns nothing, so that join gets no limit and the Timeout is everybody's.
    green::Timeout(100ms).start();
    const auto thread1 = green::spawn(wait);
    try {
        green::Greenlet(thread1).join(std::nullopt);
    } catch (const green::Timeout&) {
        python::print("thread 1 timed out");
    }

    const auto timer = green::Timeout::start_new(100ms);
    auto thread2 = green::spawn(wait);
    try {
        thread2.get(timer);
    } catch (const green::Timeout& caught) {
        python::print("thread 2 timed out", caught == timer);
    }

    try {
        green::with_timeout(green::Timeout(100ms), wait);
    } catch (const green::Timeout&) {
        python::print("thread 3 timed out");
    }

    const auto said = green::with_timeout(
        green::Timeout(100ms),
        [] {
            wait();
            return std::string("in time");
        },
        std::string("gave up"));
    python::print(said);
    python::print(thread1.ready(), thread2.ready());
}

}  // namespace oracle_11
