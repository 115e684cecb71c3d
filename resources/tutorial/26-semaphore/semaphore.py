# Two may be in the kitchen at a time.
from gevent import joinall, sleep, spawn
from gevent.lock import BoundedSemaphore

kitchen = BoundedSemaphore(2)


def by_hand(name):
    kitchen.acquire()
    print(name, 'comes in, places left:', kitchen.counter)
    sleep(0.02)
    kitchen.release()
    print(name, 'is out')


def by_with(name):
    with kitchen:
        print(name, 'comes in, places left:', kitchen.counter)
        sleep(0.03)
    print(name, 'is out')


joinall([
    spawn(by_hand, 'ann'),
    spawn(by_with, 'ben'),
    spawn(by_hand, 'cleo'),
    spawn(by_with, 'dan'),
])

try:
    kitchen.release()
except ValueError:
    print('nobody was in there to leave')
