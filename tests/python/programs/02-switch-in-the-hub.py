# hub.switch() blocks until a callback or a timer switches back; what is passed is what it returns.
import gevent
from gevent.hub import Waiter

hub = gevent.get_hub()


def worker(name):
    me = gevent.getcurrent()
    hub.loop.run_callback(me.switch, name)
    print(name, 'got', hub.switch())
    with hub.loop.timer(0.02) as timer:
        hub.wait(timer)
    print(name, 'waited')


gevent.joinall([gevent.spawn(worker, name) for name in 'abc'])

waiter = Waiter()
hub.loop.run_callback(waiter.switch, 'kept')
print(waiter.get())
waiter = Waiter()
hub.loop.run_callback(waiter.throw, KeyError('thrown'))
try:
    waiter.get()
except KeyError as error:
    print('raised', error)
