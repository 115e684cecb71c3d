"""The system's own functions, which hold everybody up."""

import _socket

__all__ = ['Resolver']


class Resolver:
    """Asks the system."""

    def __init__(self, hub=None):
        """It needs none."""

    def close(self):
        """There is nothing to be closed."""

    gethostbyname = staticmethod(_socket.gethostbyname)
    gethostbyname_ex = staticmethod(_socket.gethostbyname_ex)
    getaddrinfo = staticmethod(_socket.getaddrinfo)
    gethostbyaddr = staticmethod(_socket.gethostbyaddr)
    getnameinfo = staticmethod(_socket.getnameinfo)
