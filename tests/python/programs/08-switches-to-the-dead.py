# A switch to a greenlet that has ended goes to whoever went on when it did; and sleeps that keep nothing going.
import gevent

hub = gevent.get_hub()
dead = gevent.spawn(lambda: 'value')
dead.join()

gevent.spawn(gevent.getcurrent().switch, 'back')
print('main waits in the hub', dead.switch())


def sleeper():
    gevent.sleep(10, ref=False)
    print('never')


gevent.spawn(sleeper)
gevent.spawn(gevent.sleep, 0.01)
print(gevent.wait())
try:
    gevent.sleep(5, ref=False)
except gevent.hub.LoopExit:
    print('nothing left')
gevent.sleep(0, ref=False)
print('over')
