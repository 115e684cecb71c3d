"""Who waits for a socket, and what becomes of it."""
import gevent
from gevent import socket
from gevent.exceptions import ConcurrentObjectUseError

def listening(address=('127.0.0.1', 0)):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen()
    return made


one, other = socket.socketpair()


def told(function, *args):
    try:
        print(function.__name__, function(*args))
    except BaseException as error:
        print(function.__name__, type(error).__name__, error)


waiting = gevent.spawn(told, one.recv, 10)
gevent.sleep(0)
try:
    one.recv(10)
except ConcurrentObjectUseError as error:
    print(str(error)[:42])
other.send(b'data')
waiting.join()

waiting = gevent.spawn(told, one.recv, 10)
gevent.sleep(0)
one.close()
print('closed', one.fileno())
waiting.join()

one, other = socket.socketpair()
waiting = gevent.spawn(told, one.recv, 10)
gevent.sleep(0)
one.shutdown(socket.SHUT_RD)
waiting.join()

one, other = socket.socketpair()
one.settimeout(0.01)
told(one.recv, 1)
one.settimeout(0)
told(one.recv, 1)
one.setblocking(True)
with gevent.Timeout(0.01, False):
    one.recv(1)
    print('never')
told(socket.wait_read, one.fileno(), 0.01)
told(socket.wait_read, one.fileno(), 0.01, KeyError('late'))
told(socket.wait_readwrite, one.fileno(), 0.01)
told(socket.wait_write, one.fileno(), 0.01)

watcher = gevent.get_hub().loop.io(one.fileno(), 1)
waiting = gevent.spawn(told, gevent.get_hub().wait, watcher)
gevent.sleep(0)
socket.cancel_wait(watcher)
waiting.join()
watcher.close()

killed = gevent.spawn(told, one.recv, 1)
gevent.sleep(0)
killed.kill()
other.send(b'z')
print(one.recv(1))

full = 0
one.settimeout(0.01)
try:
    one.sendall(b'x' * 10000000)
except socket.timeout as error:
    print('sendall', type(error).__name__, error)

listener = listening()
listener.settimeout(0.01)
told(listener.accept)
listener.settimeout(None)
waiting = gevent.spawn(told, listener.accept)
gevent.sleep(0)
listener.close()
waiting.join()

socket.setdefaulttimeout(3.5)
print(socket.socket().timeout, socket.getdefaulttimeout())
socket.setdefaulttimeout(None)
