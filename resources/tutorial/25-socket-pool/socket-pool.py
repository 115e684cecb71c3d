# A pool of two listens to sockets, and turns the third caller away.
import socket

from gevent import sleep
from gevent.os import make_nonblocking, nb_read
from gevent.pool import Pool


class SocketPool:
    def __init__(self, size):
        self.pool = Pool(size)

    def serve(self, sock):
        while text := nb_read(sock.fileno(), 100):
            print('heard', text.decode())
        print('a caller has gone')

    def add_handler(self, sock):
        if self.pool.full():
            raise RuntimeError('at maximum pool size')
        make_nonblocking(sock.fileno())
        self.pool.spawn(self.serve, sock)

    def shutdown(self):
        self.pool.kill()


listeners = SocketPool(2)
lines = [socket.socketpair() for _ in range(3)]
for ours, _ in lines:
    try:
        listeners.add_handler(ours)
        print('a caller has a listener')
    except RuntimeError as error:
        print('a caller is turned away:', error)

for _, caller in lines[:2]:
    caller.send(b'hello')
    sleep(0.01)
lines[0][1].close()
sleep(0.01)

listeners.shutdown()
print('free places:', listeners.pool.free_count())
