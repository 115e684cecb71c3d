# Baker and customer use a shelf for two loaves and never wait.
from gevent import joinall, sleep, spawn
from gevent.queue import Empty, Full, Queue

shelf = Queue(maxsize=2)


def baker():
    for loaf in range(1, 7):
        try:
            shelf.put_nowait(loaf)
            print('baker puts loaf', loaf, 'on the shelf')
        except Full:
            print('shelf is full, baker eats loaf', loaf)
            sleep(0)


def customer():
    for _ in range(6):
        try:
            loaf = shelf.get_nowait()
            print('customer takes loaf', loaf)
        except Empty:
            print('shelf is empty, customer looks again later')
            sleep(0)


joinall([
    spawn(baker),
    spawn(customer),
])
print('left on the shelf:', shelf.qsize())
