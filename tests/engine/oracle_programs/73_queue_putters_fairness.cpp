// Putters that wait get in one by one, in their order.
#include "python.h"

namespace oracle_73 {

using Items = green::Queue<std::pair<int, int>>;

void putter(Items q, int n) {
    for (int item = 0; item < 2; ++item) {
        q.put({n, item});
        python::print("putter", n, "put", item);
    }
}

void getter(Items q) {
    for (int i = 0; i < 6; ++i) python::print("getter got", q.get());
}

void program() {
    Items q(1);
    green::joinall(
        {green::spawn(putter, q, 1), green::spawn(putter, q, 2), green::spawn(putter, q, 3), green::spawn(getter, q)});
}

}  // namespace oracle_73
