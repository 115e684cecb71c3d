# Three greenlets add to one counter: they read it, give way, write.
from gevent import joinall, sleep, spawn

counter = 0


def add(name):
    global counter
    for _ in range(2):
        seen = counter
        sleep(0)
        counter = seen + 1
        print(name, 'read', seen, 'and wrote', counter)


joinall([
    spawn(add, 'ann'),
    spawn(add, 'bea'),
    spawn(add, 'cid'),
])
print('expected 6, got', counter)
