# The same counter, but only who holds the lock may touch it.
from gevent import joinall, sleep, spawn
from gevent.lock import Semaphore

counter = 0
lock = Semaphore(1)


def add(name):
    global counter
    for _ in range(2):
        with lock:
            seen = counter
            sleep(0)
            counter = seen + 1
            print(name, 'read', seen, 'and wrote', counter)


joinall([
    spawn(add, 'ann'),
    spawn(add, 'bea'),
    spawn(add, 'cid'),
])
print('expected 6, got', counter)
