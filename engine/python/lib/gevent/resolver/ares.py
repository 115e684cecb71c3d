"""The engine's own way to look names up: c-ares, on the hub's loop."""

import _socket

import _greenscope
from gevent.resolver import AbstractResolver

__all__ = ['Resolver']


class Resolver(AbstractResolver):
    """Asks /etc/hosts and name servers, and holds nobody up. `servers`: others than the system's."""

    def __init__(self, hub=None, use_environ=True, servers=None, **settings):
        AbstractResolver.__init__(self, hub)
        if servers is None and use_environ:
            from gevent._config import config
            servers = config.ares_servers
        self._servers = servers if isinstance(servers, str) else ','.join(servers or ())

    def _host(self, name, family):
        return _greenscope.resolve(name, family, self._servers)

    def _address(self, text):
        try:
            return _greenscope.resolve_address(text, self._servers)
        except _socket.gaierror:
            raise _socket.herror(1, 'Unknown host') from None

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__name__} at {id(self):#x} servers={self._servers!r}>'
