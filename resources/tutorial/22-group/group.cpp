// A group knows who is still at work, waits for all,
// and ends the rest.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

void job(std::string name,
         std::chrono::milliseconds time) {
    green::print("{} begins", name);
    green::sleep(time);
    green::print("{} is done", name);
}

void program() {
    green::Group crew("crew");

    crew.spawn(green::named("ann"), job, "ann", 20ms);
    crew.spawn(green::named("ben"), job, "ben", 60ms);
    crew.spawn(green::named("cleo"), job, "cleo", 100ms);
    green::print("in the crew: {}", crew.size());

    crew.join(40ms);
    green::print("in the crew: {}", crew.size());

    crew.kill();
    green::print("in the crew: {}", crew.size());
}
