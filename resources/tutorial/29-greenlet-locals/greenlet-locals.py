# One object, and different values in it for each greenlet.
from gevent import joinall, sleep, spawn
from gevent.local import local

shared_user = None
stash = local()


def visitor(name):
    global shared_user
    shared_user = name
    stash.user = name
    sleep(0)
    print(name, 'finds', shared_user, 'and', stash.user)


joinall([
    spawn(visitor, 'ann'),
    spawn(visitor, 'ben'),
])

print('main finds', shared_user)
try:
    print('and', stash.user)
except AttributeError:
    print('and nothing of its own')
