# Watchers of the loop: timers that repeat, descriptors, callbacks that are stopped.
import os

import gevent

hub = gevent.get_hub()
ticks = []
timer = hub.loop.timer(0.02, repeat=0.03)


def tick(name):
    ticks.append(name)
    print('tick', len(ticks), timer.active)
    if len(ticks) == 3:
        timer.stop()


timer.start(tick, 'x')
gevent.sleep(0.2)
print(ticks, timer.active)
timer.close()

read, write = os.pipe()
watcher = hub.loop.io(read, 1)
watcher.start(lambda: (print('readable', os.read(read, 10)), watcher.stop()))
gevent.sleep(0.01)
os.write(write, b'data')
gevent.sleep(0.01)
print(watcher.active)
watcher.close()

callback = hub.loop.run_callback(print, 'never')
print(bool(callback), callback.pending)
callback.stop()
gevent.sleep(0)
print(bool(callback))
