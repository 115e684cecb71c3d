"""A bounded semaphore is a semaphore, and a lock of gevent.thread is one too."""

from gevent import joinall, sleep, spawn
from gevent.lock import BoundedSemaphore, Semaphore
from gevent.thread import LockType, allocate_lock

print(isinstance(BoundedSemaphore(), Semaphore), issubclass(BoundedSemaphore, Semaphore))
print(isinstance(Semaphore(), BoundedSemaphore), issubclass(LockType, BoundedSemaphore))
print(isinstance(allocate_lock(), Semaphore))

door = BoundedSemaphore(1)


def pass_through(name):
    # The base's function, with an object of the class that is derived from it.
    Semaphore.acquire(door)
    print(name, 'is in', door.counter)
    sleep(0)
    print(name, 'leaves', Semaphore.release(door))


joinall([spawn(pass_through, 'ann'), spawn(pass_through, 'ben')])
try:
    door.release()
except ValueError as error:
    print(error)


class Gate(BoundedSemaphore):
    def acquire(self, *arguments, **keywords):
        print('asked')
        return super().acquire(*arguments, **keywords)


    def release(self):
        print('given back')
        return super().release()


gate = Gate(2)
print(gate.acquire(), gate.counter, gate.locked())
with gate:
    print('inside', gate.counter)
print(gate.counter)
