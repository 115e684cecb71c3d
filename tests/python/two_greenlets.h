// The program of the tests about lines: two greenlets that give way to each other two calls deep.
#pragma once

namespace running {

inline constexpr auto two_greenlets = R"(import gevent

def inner(n):
    doubled = 2 * n
    gevent.sleep(0)
    return doubled

def outer(n):
    result = inner(n)
    print(n, result)

gevent.joinall([gevent.spawn(outer, 1), gevent.spawn(outer, 2)])
)";

}  // namespace running
