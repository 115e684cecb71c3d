"""Threads, queues, executors, logs and child processes of the standard library, patched: all in one thread."""
from gevent import monkey

import threading

made_before = threading.RLock(), threading.Lock(), threading.Event(), threading.local()
main_before = threading.current_thread()

monkey.patch_all()

import concurrent.futures
import io
import logging
import logging.handlers
import os
import queue
import subprocess
import sys
import time

import gevent

# What was there before.
print(threading.current_thread() is main_before, threading.main_thread() is main_before, threading.active_count())
with made_before[0], made_before[1]:
    made_before[2].set()
print(made_before[2].wait(1))

# Threads.
order = []


def worker(name, seconds):
    order.append(f'{name} begins')
    time.sleep(seconds)
    order.append(f'{name} ends')


threads = [threading.Thread(target=worker, args=(name, seconds), name=name)
           for name, seconds in (('slow', 0.1), ('quick', 0.001))]
for thread in threads:
    thread.start()
print(threading.active_count(), sorted(thread.name for thread in threading.enumerate()))
for thread in threads:
    thread.join()
print(order, [thread.is_alive() for thread in threads], threading.active_count())
late = threading.Thread(target=time.sleep, args=(5,), daemon=True)
late.start()
late.join(0.001)
print(late.is_alive(), late.daemon, len({thread.ident for thread in threads + [late]}))

idents = []
for _ in range(2):
    thread = threading.Thread(target=lambda: idents.append(
        (threading.get_ident() == threading.current_thread().ident, threading.current_thread().name)))
    thread.name = 'named'
    thread.start()
    thread.join()
print(idents, gevent.spawn(lambda: type(threading.current_thread()).__name__).get())

# Locks of all kinds.
lock, condition, semaphore, barrier = (
    threading.Lock(), threading.Condition(), threading.Semaphore(2), threading.Barrier(3))
items = []


def consume():
    with condition:
        while not items:
            condition.wait()
        order.append(items.pop())


del order[:]
consumers = [threading.Thread(target=consume) for _ in range(2)]
for consumer in consumers:
    consumer.start()
for item in 'ab':
    with condition:
        items.append(item)
        condition.notify()
for consumer in consumers:
    consumer.join()
print(sorted(order), condition.acquire(timeout=0.001), condition.release())
with lock:
    print(lock.acquire(timeout=0.001), lock.acquire(False), lock.locked())
places = []


def meet():
    with semaphore:
        places.append(1)
        most = len(places)
        time.sleep(0.001)
        places.pop()
    barrier.wait()
    return most


with concurrent.futures.ThreadPoolExecutor(3) as executor:
    print(max(future.result() for future in [executor.submit(meet) for _ in range(3)]))
    futures = [executor.submit(pow, 2, n) for n in range(5)]
    print([future.result() for future in futures], list(executor.map(str, range(3))))
    failing = executor.submit(int, 'x')
    print(repr(failing.exception()), len(list(concurrent.futures.as_completed(futures, timeout=5))))
    released = threading.Event()
    slow = executor.submit(released.wait)
    done, waiting = concurrent.futures.wait([slow, futures[0]], return_when=concurrent.futures.FIRST_COMPLETED)
    print(futures[0] in done, slow in waiting)
    try:
        slow.result(timeout=0.001)
    except concurrent.futures.TimeoutError as error:
        print(type(error).__name__)
    released.set()
    print(slow.result())

timer = threading.Timer(0.001, order.append, ['timer'])
timer.start()
timer.join()
cancelled = threading.Timer(5, order.append, ['never'])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(order[2:])

own = threading.local()
own.value = 'main'


def remember(n):
    own.value = n
    time.sleep(0.001)
    return own.value


print([task.get() for task in [gevent.spawn(remember, n) for n in range(3)]], own.value)

# Queues.
work, results = queue.Queue(2), queue.SimpleQueue()


def serve():
    while (task := work.get()) is not None:
        results.put(task * task)
        work.task_done()
    work.task_done()


servers = [threading.Thread(target=serve) for _ in range(2)]
for server in servers:
    server.start()
for number in range(5):
    work.put(number)
for _ in servers:
    work.put(None)
work.join()
for server in servers:
    server.join()
print(sorted(results.get() for _ in range(5)), results.empty())
for call in (lambda: work.get(timeout=0.001), lambda: work.get_nowait(), lambda: results.get(timeout=0.001)):
    try:
        call()
    except queue.Empty as error:
        print(type(error).__name__)
ranked = queue.PriorityQueue()
for number in 3, 1, 2:
    ranked.put(number)
print([ranked.get() for _ in range(3)])

# An error of a thread.
threading.excepthook = lambda args: print('hook', args.exc_type.__name__, args.thread.name)
failing = threading.Thread(target=lambda: 1 // 0, name='failing')
failing.start()
failing.join()

# Logs.
text = io.StringIO()
logger = logging.getLogger('a log')
logger.addHandler(logging.StreamHandler(text))
logger.handlers[0].setFormatter(logging.Formatter('%(threadName)s %(levelname)s %(message)s'))
logger.propagate = False
gevent.joinall([gevent.spawn(logger.warning, 'number %d', n) for n in range(2)])
threading.Thread(target=logger.error, args=('from a thread',), name='T').start()
gevent.sleep(0)
print([line.split(' ', 1)[1] for line in text.getvalue().splitlines()])
records = queue.Queue()
listener = logging.handlers.QueueListener(records, logging.StreamHandler(text))
listener.start()
logging.handlers.QueueHandler(records).handle(logging.makeLogRecord({'msg': 'queued'}))
listener.stop()
print(text.getvalue().splitlines()[-1])

# Child processes.
ticks = []
ticking = gevent.spawn(lambda: [(ticks.append(n), gevent.sleep(0.005)) for n in range(3)])
child = subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.05); print(input()[::-1])'], input='abc',
                       capture_output=True, text=True)
print(repr(child.stdout), child.returncode, len(ticks) > 0)
print(subprocess.check_output(['echo', 'text']), subprocess.call(['false']), os.popen('echo popen').read())
with subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
    print(child.communicate(b'to cat'), child.wait(), child.poll())
try:
    subprocess.run(['sleep', '5'], timeout=0.01)
except subprocess.TimeoutExpired as error:
    print(error.cmd, error.timeout)
try:
    subprocess.Popen(['no such program'])
except OSError as error:
    print(type(error).__name__, error.errno)
