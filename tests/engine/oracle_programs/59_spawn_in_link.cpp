// A link may spawn; the new greenlet runs after the remaining links.
#include "python.h"

namespace oracle_59 {

int work(int n) {
    python::print("work", n);
    return n;
}

using Children = std::vector<green::Greenlet>;

void again(Children& children, const green::Greenlet& source) {
    const int n = source.value<int>();
    python::print("link after", n);
    if (n == 3) return;
    auto child = green::spawn(work, n + 1);
    child.link([&](const green::Greenlet& ended) { again(children, ended); });
    children.push_back(child);
}

void program() {
    Children children;
    auto g = green::spawn(work, 1);
    g.link([&](const green::Greenlet& ended) { again(children, ended); });
    g.rawlink([](const green::Greenlet& source) { python::print("second link of", source.value<int>()); });
    g.join();
    python::print("joined, children:", children.size());
    green::joinall(Children(children));
    python::print("children:", children.size());
    green::joinall(Children(children));
}

}  // namespace oracle_59
