// A greenlet ticks while another process works.
#include <green.h>

using namespace std::chrono_literals;

void ticker() {
    for (int number = 1; number < 5; ++number) {
        green::print("tick {}", number);
        green::sleep(30ms);
    }
}

void parent() {
    green::Popen child(
        {"sh", "-c", "sleep 0.08; echo hello"},
        {.out = green::Stream::Pipe});
    auto [output, _] = child.communicate();
    output.pop_back();
    green::print("the child said {}", output);
    green::print("its exit code is {}",
                 *child.returncode());
}

void program() {
    green::joinall({
        green::spawn(ticker),
        green::spawn(parent),
    });
}
