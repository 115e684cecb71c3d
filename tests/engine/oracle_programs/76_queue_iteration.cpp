// A loop over a queue until it says that there is no more.
#include <optional>

#include "python.h"

namespace oracle_76 {

using Items = green::Queue<std::optional<int>>;

void consumer(Items q) {
    while (const auto item = q.get()) python::print("item", *item);
    python::print("no more");
}

void producer(Items q) {
    for (int item = 0; item < 3; ++item) {
        q.put(item);
        green::sleep();
    }
    q.put(std::nullopt);
}

void program() {
    Items q;
    green::joinall({green::spawn(consumer, q), green::spawn(producer, q)});
}

}  // namespace oracle_76
