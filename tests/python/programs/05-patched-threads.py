# clock: virtual
# Threads, their locks and their waits, as greenlets.
from gevent import monkey
monkey.patch_all()

import threading
import time

import gevent


def work(number):
    print('begin', number)
    time.sleep(0.01)
    print('end', number)


threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
    print('started', thread.is_alive())
for thread in threads:
    thread.join()
print('joined', threads[0].is_alive())

quick = threading.Thread(target=print, args=('at once',))
quick.start()
print('is it alive?', quick.is_alive())

gevent.spawn(print, 'another runs while main waits')
condition = threading.Condition()
with condition:
    print(condition.wait(0.5))
print(threading.Event().wait(0.5))

lock = threading.Lock()
lock.acquire()
gevent.spawn(lambda: print('released', lock.release()))
attempts = 1
while not lock.acquire(False):
    attempts += 1
print('taken after', attempts)
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print(error)

timer = threading.Timer(0.25, print, ['later'])
timer.start()
timer.join()
