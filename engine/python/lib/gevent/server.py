"""gevent.server: a greenlet for each connection, or for each datagram."""

from _socket import AF_INET, SO_REUSEADDR, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET

from gevent.baseserver import BaseServer
from gevent.socket import socket as _socket

__all__ = ['StreamServer', 'DatagramServer']


class StreamServer(BaseServer):
    """Calls `handle(socket, address)` for each connection, and closes the socket after that.

    Further keywords are for TLS: `ssl_context` and what its wrap_socket takes, or what gevent.ssl.wrap_socket takes.
    """

    backlog = 128
    reuse_addr = 1

    def __init__(self, listener, handle=None, backlog=None, spawn='default', **ssl_args):
        BaseServer.__init__(self, listener, handle=handle, spawn=spawn)
        try:
            self.ssl_args = None
            if ssl_args:
                ssl_args.setdefault('server_side', True)
                context = ssl_args.pop('ssl_context', None)
                if context is not None:
                    self.wrap_socket = context.wrap_socket
                else:
                    from gevent.ssl import wrap_socket
                    self.wrap_socket = wrap_socket
                self.ssl_args = ssl_args
            if backlog is not None:
                if hasattr(self, 'socket'):
                    raise TypeError('backlog must be None when a socket instance is passed')
                self.backlog = backlog
        except BaseException:
            self.close()
            raise

    @property
    def ssl_enabled(self):
        return self.ssl_args is not None

    def init_socket(self):
        if not hasattr(self, 'socket'):
            self.socket = self.get_listener(self.address, self.backlog, self.family)
            self.address = self.socket.getsockname()
        self._handle = self.wrap_socket_and_handle if self.ssl_args else self.handle

    @classmethod
    def get_listener(cls, address, backlog=None, family=None):
        """A socket that listens there."""
        made = _bound(address, SOCK_STREAM, cls.reuse_addr, family)
        made.listen(cls.backlog if backlog is None else backlog)
        made.setblocking(False)
        return made

    def do_read(self):
        listener = self.socket
        try:
            # In the hub nobody may wait.
            number, address = listener._accept()
        except BlockingIOError:
            return None
        if isinstance(listener, _socket):
            return listener._accepted(number), address
        return _socket(listener.family, listener.type, listener.proto, fileno=number), address

    def do_close(self, sock, *args):
        sock.close()

    def wrap_socket_and_handle(self, client_socket, address):
        """The handler where there is TLS: calls the program's own with what it makes of the socket."""
        with self.wrap_socket(client_socket, **self.ssl_args) as wrapped:
            return self.handle(wrapped, address)


class DatagramServer(BaseServer):
    """Calls `handle(data, address)` for each datagram."""

    reuse_addr = 1

    def __init__(self, *args, **kwargs):
        BaseServer.__init__(self, *args, **kwargs)
        from gevent.lock import Semaphore
        self._writelock = Semaphore()

    def init_socket(self):
        if not hasattr(self, 'socket'):
            self.socket = self.get_listener(self.address, self.family)
            self.address = self.socket.getsockname()

    @classmethod
    def get_listener(cls, address, family=None):
        """A socket with that address."""
        return _bound(address, SOCK_DGRAM, cls.reuse_addr, family)

    def do_read(self):
        sock = self.socket
        try:
            received = getattr(sock, '_sock', sock).recvfrom(8192)
        except BlockingIOError:
            return None
        if isinstance(sock, _socket):
            sock._has_received(received[0])
        return received

    def sendto(self, *args):
        """From the server's own socket, one greenlet after the other."""
        with self._writelock:
            self.socket.sendto(*args)


def _bound(address, type, reuse_addr, family):
    made = _socket(AF_INET if family is None else family, type)
    try:
        if reuse_addr is not None:
            made.setsockopt(SOL_SOCKET, SO_REUSEADDR, reuse_addr)
        made.bind(address)
    except BaseException as failed:
        made.close()
        if isinstance(failed, OSError) and failed.strerror is not None:
            failed.strerror = f'{failed.strerror}: {address!r}'
        raise
    return made
