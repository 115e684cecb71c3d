"""Names of hosts that need no name server."""
from gevent import socket


def told(function, *args):
    try:
        print(function.__name__, args, function(*args))
    except Exception as error:
        print(function.__name__, args, type(error).__name__, error)


V4, V6 = socket.AF_INET, socket.AF_INET6
told(socket.gethostbyname, 'localhost')
print(socket.gethostbyname_ex('localhost')[2])
told(socket.gethostbyname, '')
told(socket.gethostbyname, '<broadcast>')
told(socket.gethostbyname, b'127.0.0.1')
told(socket.gethostbyname, '::1')
told(socket.gethostbyname, 3)
told(socket.getaddrinfo, 'localhost', 80, V4)
told(socket.getaddrinfo, 'localhost', 'http', V4, socket.SOCK_STREAM, 0, socket.AI_CANONNAME)
told(socket.getaddrinfo, None, 80, V4, socket.SOCK_STREAM)
told(socket.getaddrinfo, None, 80, V4, socket.SOCK_STREAM, 0, socket.AI_PASSIVE)
told(socket.getaddrinfo, '127.0.0.1', None, V6)
told(socket.getaddrinfo, '::1', 53, 0, socket.SOCK_DGRAM)
told(socket.getaddrinfo, 'localhost', 'no-such-service', V4)
told(socket.getaddrinfo, 'localhost', 80, 0, 0, 0, socket.AI_NUMERICHOST)
told(socket.getnameinfo, ('127.0.0.1', 80), 0)
told(socket.getnameinfo, ('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
told(socket.getnameinfo, ('localhost', 80), 0)
print(socket.gethostbyaddr('127.0.0.1')[0])
told(socket.inet_aton, '1.2.3.4')
print(sorted(set(socket.__implements__) - {'socket'}), socket.__dns__)
