# One greenlet: when it starts, and who runs while it naps.
from gevent import sleep, spawn


def guest():
    print('guest: here I am')
    sleep(0.1)
    print('guest: had a nap')
    return 'cake'


greenlet = spawn(guest)
print('main: spawned, and still alone')
greenlet.join()
print('main: the guest brought', greenlet.value)
