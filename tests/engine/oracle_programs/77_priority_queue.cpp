// The smallest entry comes out first.
#include <utility>

#include "python.h"

namespace oracle_77 {

using Entry = std::pair<int, std::string>;
using Entries = green::PriorityQueue<Entry>;

void consumer(Entries q) {
    while (true) {
        const auto item = q.get();
        python::print("got", item);
        if (item.first == 9) return;
        green::sleep();
    }
}

void producer(Entries q) {
    for (const auto& item : {Entry(3, "c"), Entry(2, "b"), Entry(4, "d")}) q.put(item);
    python::print("put three, next is", q.peek());
    green::sleep();
    q.put({0, "urgent"});
    q.put({9, "end"});
}

void program() {
    const Entries q(0, {{5, "e"}, {1, "a"}});
    green::joinall({green::spawn(consumer, q), green::spawn(producer, q)});
    python::print(q.qsize());
}

}  // namespace oracle_77
