# An answer that is sent while it is still being made: the
# client has each piece when it is there.
from gevent import sleep, spawn
from gevent.pywsgi import WSGIServer
from gevent.socket import create_connection


def application(environ, start_response):
    write = start_response(
        '200 OK', [('Content-Type', 'text/plain')])
    for n in range(1, 5):
        print('the server has made line', n)
        write(b'line %d\n' % n)
        sleep(0.05)
    return []


def client(address):
    with create_connection(address) as socket:
        socket.sendall(b'GET / HTTP/1.1\r\n'
                       b'Host: here\r\n'
                       b'Connection: close\r\n\r\n')
        # A file that has each line when it is there.
        for line in socket.makefile('r'):
            if line.startswith('line'):
                print('the client has', line.strip())


any_port = ('127.0.0.1', 0)
server = WSGIServer(any_port, application, log=None)
server.start()
print('open http://%s:%d' % server.address)

spawn(client, server.address).join()
server.stop()
