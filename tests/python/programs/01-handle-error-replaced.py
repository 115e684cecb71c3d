# A program's own handler of what nobody catches, on the hub itself.
import gevent

hub = gevent.get_hub()


def tell(context, kind, value, traceback):
    print('handled', kind.__name__, value, isinstance(context, gevent.Greenlet))


def fail(text):
    gevent.sleep(0)
    raise ValueError(text)


hub.handle_error = tell
gevent.joinall([gevent.spawn(fail, 'one'), gevent.spawn(fail, 'two')])
hub.loop.run_callback(int, 'no number')
gevent.sleep(0)
del hub.handle_error
hub.NOT_ERROR = hub.NOT_ERROR + (LookupError,)


def look_up():
    return {}['missing']


silent = gevent.spawn(look_up)
silent.join()
print(type(silent.exception).__name__, silent.successful())
hub.SYSTEM_ERROR = (ZeroDivisionError,)
broken = gevent.spawn(divmod, 1, 0)
try:
    gevent.sleep(1)
except ZeroDivisionError as error:
    print('main got', error)
print('end')
