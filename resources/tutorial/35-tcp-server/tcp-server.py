# A server greets whoever connects, and counts for them.
# Two clients do, at the same time.
from gevent import joinall, sleep, spawn
from gevent.server import StreamServer
from gevent.socket import create_connection


def handle(socket, address):
    socket.sendall(b'Hello from a telnet!\n')
    for i in range(5):
        socket.sendall(b'%d\n' % i)
        sleep(0.02)


def client(name, server):
    with create_connection(server) as socket:
        text = b''
        while some := socket.recv(100):
            text += some
        print(name, 'has read', text.count(b'\n'), 'lines')


any_port = ('127.0.0.1', 0)
server = StreamServer(any_port, handle)
server.start()
host, port = server.address
print('connect with nc', host, port)

joinall([
    spawn(client, 'ann', server.address),
    spawn(client, 'ben', server.address),
])
server.stop()
