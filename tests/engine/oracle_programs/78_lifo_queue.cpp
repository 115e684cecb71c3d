// The newest entry comes out first; a bounded one still holds putters back.
#include "python.h"

namespace oracle_78 {

using Numbers = green::LifoQueue<int>;

void producer(Numbers q) {
    for (int n = 0; n < 6; ++n) {
        q.put(n);
        python::print("put", n);
    }
}

void consumer(Numbers q) {
    for (int n = 0; n < 6; ++n) {
        const int next = q.peek();
        python::print("next", next, "got", q.get());
        green::sleep();
    }
}

void program() {
    const Numbers q(3);
    green::joinall({green::spawn(producer, q), green::spawn(consumer, q)});
}

}  // namespace oracle_78
