# A boss fills a queue; three workers empty it together.
from gevent import joinall, sleep, spawn
from gevent.queue import Queue

tasks = Queue()


def worker(name):
    while not tasks.empty():
        task = tasks.get()
        print('worker', name, 'got task', task)
        sleep(0)
    print('worker', name, 'quits')


def boss():
    for i in range(1, 9):
        tasks.put_nowait(i)
    print('all tasks are handed out')


spawn(boss).join()

joinall([
    spawn(worker, 'steve'),
    spawn(worker, 'john'),
    spawn(worker, 'nancy'),
])
