// Queue(0) is unbounded; a Channel hands over directly.
#include <vector>

#include "python.h"

namespace oracle_80 {

using namespace std::chrono_literals;
using Texts = green::Channel<std::string>;

void sender(Texts ch, int n) {
    python::print("sender", n, "offers");
    ch.put(std::to_string(n));
    python::print("sender", n, "handed over");
}

void receiver(Texts ch, std::string name) {
    for (int i = 0; i < 2; ++i) python::print("receiver", name, "got", ch.get());
}

void program() {
    green::Queue<int> q(0);
    q.put(1);
    q.put(2);
    python::print("Queue(0)", q.maxsize(), q.qsize(), q.full());

    Texts ch;
    std::vector<green::Greenlet> all;
    for (const int n : {1, 2, 3}) all.push_back(green::spawn(sender, ch, n));
    for (const auto* name : {"x", "y"}) all.push_back(green::spawn(receiver, ch, name));
    all.push_back(green::spawn(sender, ch, 4));
    green::joinall(all);
    python::print("balance", ch.balance());
    try {
        ch.put("nobody", 20ms);
    } catch (const green::Full&) {
        python::print("Full");
    }
    try {
        ch.get(20ms);
    } catch (const green::Empty&) {
        python::print("Empty");
    }
}

}  // namespace oracle_80
