"""Werkzeug's locals: each greenlet has its own, whether or not the program is patched."""
import gevent
from werkzeug.local import Local, LocalManager, LocalProxy, LocalStack, release_local

data, stack = Local(), LocalStack()
number = LocalProxy(data, 'number')
top = stack()
computed = LocalProxy(lambda: data.number * 2)
manager = LocalManager([data])


def work(n):
    data.number = n
    stack.push({'n': n})
    gevent.sleep(0.001 * (4 - n))
    stack.push({'n': n * 10})
    found = number + 1, computed == n * 2, top['n'], stack.pop(), stack.top, repr(number), bool(number)
    gevent.sleep(0)
    stack.pop()
    return found, stack.top, stack.pop()


tasks = [gevent.spawn(work, n) for n in range(3)]
gevent.joinall(tasks)
for task in tasks:
    print(task.value)
for proxy in number, top:
    try:
        proxy + 1
    except RuntimeError as error:
        print(type(error).__name__, str(error).splitlines()[0])
data.number = 'main'
inherited = gevent.spawn(lambda: getattr(data, 'number', 'none'))
print(inherited.get(), number._get_current_object(), number.upper())
manager.cleanup()
print(hasattr(data, 'number'))
data.number = 1
release_local(data)
print(list(data))
