// Its owner may take it again, and nobody else.
#include "python.h"

namespace oracle_24 {

void nested(green::RLock lock, const char* name, int depth) {
    {
        const green::With with(lock);
        python::print(name, "at depth", depth);
        green::sleep();
        if (depth) nested(lock, name, depth - 1);
    }
    python::print(name, "left depth", depth);
}

void thief(green::RLock lock) {
    try {
        lock.release();
    } catch (const green::RuntimeError&) {
        python::print("only the owner may release");
    }
    python::print("without blocking:", lock.acquire(false));
}

void program() {
    green::RLock lock;
    green::joinall({green::spawn(nested, lock, "a", 2), green::spawn(thief, lock), green::spawn(nested, lock, "b", 1)});
}

}  // namespace oracle_24
