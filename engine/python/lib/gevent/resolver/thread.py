"""The system's own functions, in threads of the hub's pool."""

import _socket

__all__ = ['Resolver']


class Resolver:
    """Asks the system, whose answer other threads wait for."""

    def __init__(self, hub=None):
        from gevent._hub_local import get_hub
        hub = get_hub() if hub is None else hub
        self.pool = hub.threadpool
        # That there is no such host is not the thread's fault.
        if _socket.gaierror not in hub.NOT_ERROR:
            hub.NOT_ERROR += (_socket.gaierror, _socket.herror)

    def close(self):
        """The threads are the hub's."""

    def _asks(name):
        function = getattr(_socket, name)

        def ask(self, *args, **kwargs):
            return self.pool.apply(function, args, kwargs)
        ask.__name__ = name
        return ask

    gethostbyname, gethostbyname_ex, getaddrinfo, gethostbyaddr, getnameinfo = map(_asks, (
        'gethostbyname', 'gethostbyname_ex', 'getaddrinfo', 'gethostbyaddr', 'getnameinfo'))
    del _asks

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__name__} at {id(self):#x} pool={self.pool!r}>'
