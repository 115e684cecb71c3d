"""Programs that know nothing of gevent, patched: clients and servers of the standard library in one thread."""
from gevent import monkey

print(monkey.patch_all(), monkey.patch_all())

import http.client
import http.server
import selectors
import select
import socket
import socketserver
import ssl
import threading
import urllib.request

import gevent

print(socket.socket.__module__, ssl.SSLContext.__module__, select.select.__module__,
      selectors.DefaultSelector.__name__, hasattr(select, 'epoll'))
for module, name in (('socket', 'socket'), ('socket', 'getaddrinfo'), ('ssl', 'SSLSocket'), ('select', 'poll'),
                     ('selectors', 'DefaultSelector'), ('time', 'sleep')):
    print(module, name, monkey.is_object_patched(module, name))
print(monkey.get_original('socket', 'socket').__module__, monkey.get_original('ssl', 'SSLContext').__module__)


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        gevent.sleep(0.005)
        text = f'page {self.path}'.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        text = self.rfile.read(int(self.headers['Content-Length']))[::-1]
        self.send_response(201)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        """Not here."""


web = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Page)
serving = threading.Thread(target=web.serve_forever, args=(0.01,))
serving.start()
address = 'http://127.0.0.1:%d' % web.server_port


def fetch(path):
    with urllib.request.urlopen(address + path, timeout=10) as answer:
        return answer.status, answer.read()


pages = [gevent.spawn(fetch, f'/{n}') for n in range(5)]
print(*[page.get() for page in pages])
connection = http.client.HTTPConnection('127.0.0.1', web.server_port)
for method, body in ('GET', None), ('POST', b'body'):
    connection.request(method, '/kept', body)
    answer = connection.getresponse()
    print(answer.status, answer.read())
connection.close()
web.shutdown()
serving.join()
web.server_close()
try:
    fetch('/gone')
except OSError as error:
    print(type(error).__name__, error)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo) as server:
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    clients = [socket.create_connection(server.server_address) for _ in range(3)]
    for number, client in enumerate(clients):
        client.sendall(b'line %d\n' % number)
    print([client.makefile().readline() for client in clients])
    for client in clients:
        client.close()
    server.shutdown()
    serving.join()

one, other = socket.socketpair()
with selectors.DefaultSelector() as selector:
    selector.register(one, selectors.EVENT_READ, 'one')
    print(selector.select(0.01))
    gevent.spawn_later(0.005, other.send, b'x')
    print([(key.data, events) for key, events in selector.select(5)])
    selector.modify(one, selectors.EVENT_READ | selectors.EVENT_WRITE, 'both')
    print([(key.data, events) for key, events in selector.select(5)])
    selector.unregister(one)
    print(dict(selector.get_map()))
for kind in selectors.SelectSelector, selectors.PollSelector:
    with kind() as selector:
        selector.register(other, selectors.EVENT_READ)
        gevent.spawn_later(0.005, one.send, b'y')
        print(kind.__name__, [events for _, events in selector.select(5)], other.recv(1))
asked = select.poll()
asked.register(other, select.POLLIN)
print(asked.poll(5))
one.send(b'z')
print([events for _, events in asked.poll(5)])
asked.modify(other, select.POLLOUT)
print([events for _, events in asked.poll(5)])
asked.unregister(other)
try:
    asked.unregister(other)
except KeyError:
    print('KeyError')
print(select.select([other], [], [], 5)[0] == [other], select.select([], [one], [], 5)[1] == [one])
for wrong in (lambda: select.select([], [], [], -1), lambda: select.select(['x'], [], [])):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)
