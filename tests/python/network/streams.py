"""Connections: both ends, files of them, what is left when one end goes."""
import gevent
from gevent import socket


def listening(address=('127.0.0.1', 0)):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen()
    return made


def answer(listener):
    client, _ = listener.accept()
    with client:
        while data := client.recv(100):
            client.sendall(data.upper())


listener = listening()
answering = gevent.spawn(answer, listener)
client = socket.create_connection(('localhost', listener.getsockname()[1]))
client.sendall(b'hello')
print(client.recv(10))
file = client.makefile('rw', encoding='utf-8', newline='\n')
file.write('a line\n')
file.flush()
print(repr(file.readline()))
client.close()
print(client.closed, client.fileno() >= 0, file.closed)
file.close()
print(client.fileno())
answering.join()

one, other = socket.socketpair()
print(one.family, one.type, one.proto, one.timeout, one.getblocking())
buffer = bytearray(10)
one.sendmsg([b'ab', b'cd'])
print(other.recv_into(buffer, 3), bytes(buffer[:4]))
print(other.recvmsg(10))
reading = gevent.spawn(lambda: print(len(other.makefile('rb').read(1000000))))
one.sendall(b'x' * 1000000)
reading.join()
copy = one.dup()
one.sendall(b'from one')
copy.sendall(b', from its copy')
gevent.sleep(0)
print(other.recv(100))
number = copy.detach()
print(copy.fileno(), copy.closed)
again = socket.socket(fileno=number)
print(again.family == one.family, again.type == one.type)
again.close()
one.shutdown(socket.SHUT_WR)
print(other.recv(1))
for call in (lambda: copy.recv(1), lambda: copy.send(b'x'), copy.getsockname, lambda: copy.settimeout(-1),
             lambda: copy.settimeout('x'), lambda: socket.create_connection(('127.0.0.1', 1)),
             lambda: one.send(b'x'), lambda: __import__('pickle').dumps(one)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
unconnected = socket.socket()
print(unconnected.connect_ex(('127.0.0.1', 1)))
print('object, fd=' in repr(unconnected), repr(unconnected)[:24])
