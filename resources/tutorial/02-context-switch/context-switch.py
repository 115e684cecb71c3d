# Two greenlets hand the processor to each other with sleep(0).
from gevent import joinall, sleep, spawn


def foo():
    print('foo: first half')
    sleep(0)
    print('foo: second half')


def bar():
    print('bar: first half')
    sleep(0)
    print('bar: second half')


joinall([
    spawn(foo),
    spawn(bar),
])
print('both done')
