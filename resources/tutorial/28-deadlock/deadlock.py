# Two take the same two locks, in opposite order.
from gevent import joinall, sleep, spawn
from gevent.exceptions import LoopExit
from gevent.lock import BoundedSemaphore

fork = BoundedSemaphore(1)
knife = BoundedSemaphore(1)


def ann():
    with fork:
        print('ann has the fork')
        sleep(0)
        with knife:
            print('ann eats')


def ben():
    with knife:
        print('ben has the knife')
        sleep(0)
        with fork:
            print('ben eats')


first = spawn(ann)
second = spawn(ben)
try:
    joinall([first, second])
except LoopExit:
    print('nobody can go on')

first.kill()
second.join()
print('ben is done:', second.successful())
