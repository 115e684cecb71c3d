# A server answers datagrams: nobody connects, and each
# message is on its own.
from gevent import joinall, spawn
from gevent.server import DatagramServer
from gevent.socket import AF_INET, SOCK_DGRAM, socket


def client(name, server):
    with socket(AF_INET, SOCK_DGRAM) as sock:
        for word in (b'hello', b'thanks'):
            sock.sendto(word, server)
            print(name, 'hears', sock.recv(100).decode())


def handle(text, sender):
    server.sendto(text.upper(), sender)


any_port = ('127.0.0.1', 0)
server = DatagramServer(any_port, handle)
server.start()

joinall([
    spawn(client, 'ann', server.address),
    spawn(client, 'ben', server.address),
])
server.stop()
