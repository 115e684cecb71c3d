// A class as the run function: the greenlet is named after it.
#include "python.h"

namespace oracle_06 {

using namespace std::chrono_literals;

class Greeter {
public:
    Greeter(std::string message, std::chrono::milliseconds delay) : message_(std::move(message)), delay_(delay) {}

    std::size_t operator()() const {
        python::print(message_);
        green::sleep(delay_);
        return message_.size();
    }

private:
    std::string message_;
    std::chrono::milliseconds delay_;
};

void program() {
    const auto flags = [](const green::Greenlet& g) {
        return python::str(static_cast<bool>(g)) + " " + python::str(g.started()) + " " + python::str(g.ready());
    };
    auto g = green::make_greenlet(Greeter("hi there", 50ms));
    python::print(flags(g));
    g.start();
    python::print(flags(g));
    g.join();
    python::print(flags(g), g.value_repr());
}

}  // namespace oracle_06
