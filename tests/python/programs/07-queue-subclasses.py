# Queues that keep their items in ways of their own, and how queues show themselves.
import gevent
from gevent import queue


class Unique(queue.Queue):
    """Leaves out what it has already."""

    def _put(self, item):
        if item not in self.queue:
            queue.Queue._put(self, item)


class Shortest(queue.Queue):
    """The shortest first."""

    def _create_queue(self, items=()):
        return sorted(items, key=len)

    def _put(self, item):
        self.queue.append(item)
        self.queue.sort(key=len)

    def _get(self):
        return self.queue.pop(0)


class Counted(queue.JoinableQueue):
    taken = 0

    def _get(self):
        self.taken += 1
        return super()._get()


class Loud(queue.LifoQueue):
    def _peek(self):
        return super()._peek().upper()


class Refusing(queue.Queue):
    def _put(self, item):
        if item < 0:
            raise ValueError(item)
        super()._put(item)


unique = Unique()
for item in 'abcab':
    unique.put(item)
print(unique.qsize(), unique.queue, unique)
print([unique.get() for _ in range(3)], unique.empty())

shortest = Shortest(None, ['ccc', 'a', 'bb'])
shortest.put('dd')
print(shortest.queue, shortest.peek())
print([shortest.get() for _ in range(4)])


def consumer(tasks):
    for item in tasks:
        print('got', item, len(tasks))


bounded = Shortest(1)
gevent.spawn(consumer, bounded)
for text in 'long enough', 'a', 'bcd', 'ef':
    bounded.put(text)
    print('put', text)
bounded.put(StopIteration, block=False) if not bounded.full() else gevent.sleep(0)
gevent.sleep(0)
print(bounded)

waiting = Unique()
getter = gevent.spawn(waiting.get)
gevent.sleep(0)
print(waiting)
waiting.put('for the getter')
gevent.sleep(0)
print(getter.value, waiting.qsize())

counted = Counted()
counted.put(1)
counted.put(2)
print(counted.unfinished_tasks, counted.get(), counted.get(), counted.taken)
counted.task_done()
print(counted)
counted.task_done()
print(counted, counted.join())

loud = Loud()
loud.put('x')
print(loud.peek(), loud.get())

refusing = Refusing(1)
try:
    refusing.put(-1)
except ValueError as error:
    print('refused', error)
refusing.put(1)
late = gevent.spawn(refusing.put, -2)
gevent.sleep(0)
print(refusing)
refusing.get()
try:
    late.get()
except ValueError as error:
    print('refused later', error)

copied = Shortest(5, ['xx', 'y']).copy()
print(type(copied).__name__, copied.maxsize, copied.queue)

for kind in queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.JoinableQueue:
    plain = kind(3)
    print(plain)
    for number in 3, 1, 2:
        plain.put(number)
    putter = gevent.spawn(plain.put, 0)
    gevent.sleep(0)
    print(plain, plain.queue, bool(plain), len(plain))
    putter.kill()
print(queue.Queue(), queue.Channel())
channel = queue.Channel()
getter = gevent.spawn(channel.get)
gevent.sleep(0)
print(channel)
