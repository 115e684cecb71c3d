// A silent Timeout ends its block and says nothing; it stops no other error.
#include "python.h"

namespace oracle_67 {

using namespace std::chrono_literals;

void program() {
    std::string data = "None";
    green::within(green::Timeout(20ms, green::silent), [&] {
        green::sleep(1s);
        data = "never set";
    });
    python::print("data", data);

    green::within(green::Timeout(500ms, green::silent), [&] { data = "set"; });
    python::print("data", data);

    green::within(green::Timeout(60ms, green::silent), [] {
        green::within(green::Timeout(20ms, green::silent), [] {
            green::sleep(1s);
            python::print("never printed");
        });
        python::print("inner left");
        green::sleep(1s);
        python::print("never printed");
    });
    python::print("outer left");

    try {
        green::within(green::Timeout(20ms, green::silent), [] { throw python::ValueError("other errors pass"); });
    } catch (const python::ValueError& error) {
        python::print(error.what());
    }

    green::Timeout t(20ms, "with a text");
    t.start();
    try {
        green::sleep(1s);
    } catch (const green::Timeout& caught) {
        python::print(caught.message());
    }
    t.close();
}

}  // namespace oracle_67
