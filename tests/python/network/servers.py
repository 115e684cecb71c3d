"""gevent.server, as it is and with methods of a subclass."""
import gevent
from gevent import socket
from gevent.pool import Pool
from gevent.server import DatagramServer, StreamServer


def listening(address=('127.0.0.1', 0)):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen()
    return made


def ask(server, text):
    with socket.create_connection(server.address) as client:
        client.sendall(text)
        client.shutdown(socket.SHUT_WR)
        return client.makefile('rb').read()


def echo(client, address):
    client.sendall(client.makefile('rb').read()[::-1])


with StreamServer(('127.0.0.1', 0), echo) as server:
    server.start()
    print(ask(server, b'abc'), server.started, server.closed, server.server_host, server.server_port > 0)
print(server.started, server.closed, server.address[0])

# Places in a pool.
busy = []


def slow(client, address):
    busy.append(len(server.pool))
    gevent.sleep(0.01)
    echo(client, address)


server = StreamServer('127.0.0.1:0', slow, spawn=2)
server.start()
print(*[asking.get() for asking in [gevent.spawn(ask, server, bytes([65 + n])) for n in range(5)]], max(busy))
server.stop()

for spawn in gevent.spawn_raw, Pool(1), 1, gevent.spawn:
    server = StreamServer(('127.0.0.1', 0), echo, spawn=spawn)
    server.start()
    print(ask(server, b'xyz'))
    server.stop()


class Own(StreamServer):
    backlog = 5

    def pre_start(self):
        print('not asked')

    def handle(self, client, address):
        client.sendall(b'own ' + client.recv(10))

    def do_handle(self, *args):
        print('do_handle', len(args))
        StreamServer.do_handle(self, *args)

    def do_close(self, client, *args):
        print('do_close', len(args))
        StreamServer.do_close(self, client, *args)


server = Own(('127.0.0.1', 0))
serving = gevent.spawn(server.serve_forever)
gevent.sleep(0)
print(ask(server, b'way'))
server.stop()
serving.join()
print(serving.successful())


class Refusing(StreamServer):
    min_delay = 0.001

    def handle(self, client, address):
        client.sendall(b'at last')

    def do_read(self):
        if not self.refused:
            self.refused = True
            raise OSError(24, 'Too many open files')
        return StreamServer.do_read(self)

    refused = False


gevent.get_hub().exception_stream = None
server = Refusing(('127.0.0.1', 0))
server.start()
print(ask(server, b''), server.delay)
server.close()


class Upper(DatagramServer):
    def handle(self, data, address):
        self.sendto(data.upper(), address)


with Upper('127.0.0.1:0') as server:
    server.start()
    client = socket.socket(type=socket.SOCK_DGRAM)
    client.connect(server.address)
    client.send(b'datagram')
    print(client.recv(100))

for wrong in (lambda: StreamServer(('127.0.0.1', 0)), lambda: StreamServer('x:y', echo),
              lambda: StreamServer(object(), echo), lambda: StreamServer(listening(), echo, backlog=3)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, str(error)[:60])
taken = listening()
try:
    StreamServer(taken.getsockname(), echo).start()
except OSError as error:
    print(str(error).replace(str(taken.getsockname()[1]), 'PORT'))
print(StreamServer('[::1]:80', echo).address, StreamServer(':80', echo).address, StreamServer(80, echo).address)
server = StreamServer(taken, echo)
server.start()
print(ask(server, b'given'))
server.close()
try:
    server.start()
except AttributeError as error:
    print('AttributeError')
