# The same tasks, first one after the other and then all together.
from time import time

from gevent import joinall, sleep, spawn

delays = [0.03, 0, 0.05, 0.01, 0, 0.04, 0.02, 0.06, 0, 0.07]


def task(pid):
    sleep(delays[pid])
    print('task', pid, 'done')


def synchronous():
    for pid in range(1, 10):
        task(pid)


def asynchronous():
    tasks = []
    for pid in range(10):
        tasks.append(spawn(task, pid))
    joinall(tasks)


def measure(name, run):
    print(name)
    start = time()
    run()
    took = time() - start
    print('longer than 0.15 seconds:', took > 0.15)


measure('synchronous', synchronous)
measure('asynchronous', asynchronous)
