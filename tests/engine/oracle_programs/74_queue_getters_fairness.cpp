// Getters that wait are served in their order.
#include "python.h"

namespace oracle_74 {

using Items = green::Queue<int>;

void getter(Items q, int n) {
    for (int i = 0; i < 2; ++i) python::print("getter", n, "got", q.get());
}

void putter(Items q) {
    for (int item = 0; item < 6; ++item) {
        python::print("putting", item);
        q.put(item);
        if (item % 2 == 1) green::sleep();
    }
}

void program() {
    Items q;
    green::joinall(
        {green::spawn(getter, q, 1), green::spawn(getter, q, 2), green::spawn(getter, q, 3), green::spawn(putter, q)});
}

}  // namespace oracle_74
