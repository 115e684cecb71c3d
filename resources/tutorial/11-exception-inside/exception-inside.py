# An exception stays in its greenlet, until somebody asks for it.
from gevent import joinall, sleep, spawn


def divide(a, b):
    sleep(0.01 * b)
    if b == 0:
        raise ValueError('nothing to divide by')
    return a // b


tasks = [spawn(divide, 6, b) for b in (0, 1, 2)]
joinall(tasks)
print('joinall came back as if nothing had happened')

for task in tasks:
    print('value', task.value, 'exception', task.exception)

for task in tasks:
    try:
        print('get returned', task.get())
    except ValueError as error:
        print('get raised:', error)
