# A boss is held back by a queue of three; workers leave when it stays
# empty.
from gevent import joinall, sleep, spawn
from gevent.queue import Empty, Queue

tasks = Queue(maxsize=3)


def worker(name, patience):
    try:
        while True:
            task = tasks.get(timeout=patience)
            print('worker', name, 'got task', task)
            sleep(0)
    except Empty:
        print('worker', name, 'quits')


def boss():
    for i in range(1, 10):
        tasks.put(i)
    print('first round handed out')
    for i in range(10, 20):
        tasks.put(i)
    print('second round handed out')


joinall([
    spawn(boss),
    spawn(worker, 'steve', 0.10),
    spawn(worker, 'john', 0.13),
    spawn(worker, 'bob', 0.16),
])
