# What a greenlet has stored in a local goes with the local, while the greenlet still runs.
import gc

import gevent
from gevent.local import local


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('gone', self.name)


def work():
    for number in range(3):
        mine = local()
        mine.value = Told(number)
        gevent.sleep(0)
        del mine
        gc.collect()
        print('after', number)
    print(gevent.getcurrent().has_links())


shared = local()


def other():
    shared.value = Told('shared')
    gevent.sleep(0)
    print('other ends')


shared.value = 'main'
gevent.joinall([gevent.spawn(work), gevent.spawn(other)])
gevent.sleep(0)
print(shared.value)
