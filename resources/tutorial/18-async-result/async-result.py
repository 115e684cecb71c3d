# Guests order dishes that the kitchen sends out later.
from gevent import joinall, sleep, spawn
from gevent.event import AsyncResult

soup = AsyncResult()
cake = AsyncResult()
orders = {'ann': soup, 'ben': soup, 'cleo': cake}


def kitchen():
    sleep(0.03)
    soup.set('tomato soup')
    sleep(0.02)
    cake.set_exception(RuntimeError('the oven is cold'))


def guest(name):
    try:
        print(name, 'eats', orders[name].get())
    except RuntimeError as error:
        print(name, 'hears that', error)


joinall([
    spawn(kitchen),
    spawn(guest, 'ann'),
    spawn(guest, 'ben'),
    spawn(guest, 'cleo'),
])
print('still there:', soup.get())
