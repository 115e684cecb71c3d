# Three ways to make a greenlet of a function.
import gevent
from gevent import Greenlet, joinall, sleep


def say(message, delay):
    sleep(delay)
    print(message)


one = Greenlet.spawn(say, 'hello', 0.05)
two = gevent.spawn(say, 'still here', 0.10)
three = gevent.spawn(lambda x: x + 1, 2)
print('three greenlets, and none has run')

joinall([one, two, three])
print('values:', one.value, two.value, three.value)
