# clock: virtual
# Names, spawn trees, callbacks at each start, a block that ends its greenlet.
import gevent
from gevent import Greenlet

started = []
Greenlet.add_spawn_callback(started.append)
a = gevent.spawn(gevent.sleep, 0.01)
b = Greenlet(gevent.sleep, 0.02)
b.start()
Greenlet.remove_spawn_callback(started.append)
c = gevent.spawn(gevent.sleep, 0.03)
print(started == [a, b], a.spawning_greenlet() is gevent.getcurrent())
gevent.joinall([a, b, c])


def parent():
    gevent.getcurrent().spawn_tree_locals['word'] = 'shared'
    child = gevent.spawn(lambda: gevent.getcurrent().spawn_tree_locals['word'])
    return child.get()


print(gevent.spawn(parent).get())

with Greenlet.spawn(gevent.sleep, 0.01) as joined:
    print(bool(joined))
print(joined.ready(), joined.exc_info)

try:
    with Greenlet.spawn(gevent.sleep, 10) as killed:
        gevent.sleep(0)
        raise ValueError('out of the block')
except ValueError as error:
    print(killed.ready(), killed.exception is error)

wrong = gevent.spawn(gevent.sleep, 10)
gevent.sleep(0)
wrong.kill(GeneratorExit('other'))
print(type(wrong.exception).__name__)
