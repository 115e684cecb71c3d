# Two greenlets poll with a deadline while a third one works.
from time import time

from gevent import joinall, select, sleep, spawn

start = time()


def tick():
    return round((time() - start) * 10)


def poller(name, timeout):
    print(name, 'starts polling at tick', tick())
    ready = select.select([], [], [], timeout)
    print(name, 'ends polling at tick', tick(), 'with', ready)


def gr1():
    poller('gr1', 0.20)


def gr2():
    poller('gr2', 0.23)


def gr3():
    print('gr3 works while the others poll, at tick', tick())
    sleep(0.10)
    print('gr3 is done at tick', tick())


joinall([
    spawn(gr1),
    spawn(gr2),
    spawn(gr3),
])
