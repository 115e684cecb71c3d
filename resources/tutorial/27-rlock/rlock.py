# A lock that its holder may take again, and nobody else.
from gevent import joinall, sleep, spawn
from gevent.lock import RLock

lock = RLock()


def pay(name, amount):
    with lock:
        print(name, 'pays', amount)
        sleep(0.01)


def go_shopping(name):
    with lock:
        print(name, 'has the purse')
        pay(name, 3)
        pay(name, 5)
        print(name, 'gives it back')


def steal():
    try:
        lock.release()
    except RuntimeError:
        print('only its holder can give it back')


joinall([
    spawn(go_shopping, 'ann'),
    spawn(go_shopping, 'ben'),
    spawn(steal),
])
