# Limits for single calls, and the trap in start().
from gevent import Timeout, spawn, sleep, with_timeout


def slow():
    sleep(0.25)
    return 'done'


one = spawn(slow)
one.join(timeout=0.1)
print('join came back, ready:', one.ready())

try:
    one.get(timeout=0.1)
except Timeout as expired:
    print('get raised:', expired)

print(with_timeout(0.1, slow, timeout_value='gave up'))

timer = Timeout(0.1).start()
print('start() returned', timer)
two = spawn(slow)
try:
    two.join(timeout=timer)
except Timeout as expired:
    print('a stray timer fired:', expired)
print(two.get())
