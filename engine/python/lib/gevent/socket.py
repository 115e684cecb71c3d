"""gevent.socket: sockets, and looking hosts up, without holding anybody up."""

import socket as __socket__

from gevent import _socket3, _socketcommon
from gevent._socketcommon import *  # noqa: F401,F403
from gevent._socketcommon import __dns__, __extensions__, __implements__, __imports__, getaddrinfo
from gevent._socketcommon import cancel_wait, cancel_wait_ex, wait, wait_read, wait_readwrite, wait_write  # noqa: F401
from gevent._socket3 import SocketType, fromfd, socket, socketpair, timeout_default  # noqa: F401
from gevent._util import copy_globals

copy_globals(_socketcommon, globals(), only_names=__imports__ + __dns__)

EBADF, EWOULDBLOCK, EAGAIN, EINPROGRESS = (getattr(__import__('errno'), name) for name in (
    'EBADF', 'EWOULDBLOCK', 'EAGAIN', 'EINPROGRESS'))
SocketIO = __socket__.SocketIO
_GLOBAL_DEFAULT_TIMEOUT = __socket__._GLOBAL_DEFAULT_TIMEOUT


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """A stream socket that is connected to the first of the host's addresses where somebody answers."""
    host, port = address
    errors = []
    for family, type, proto, _, where in getaddrinfo(host, port, 0, __socket__.SOCK_STREAM):
        made = None
        try:
            made = socket(family, type, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                made.settimeout(timeout)
            if source_address:
                made.bind(source_address)
            made.connect(where)
            return made
        except BaseException as failed:
            if made is not None:
                made.close()
            if not isinstance(failed, OSError):
                raise
            errors.append(failed)
    try:
        if not errors:
            raise OSError('getaddrinfo returns an empty list')
        if all_errors:
            raise ExceptionGroup('create_connection failed', errors)
        raise errors[-1]
    finally:
        # The traceback of each has this list.
        errors.clear()


def create_server(address, *, family=__socket__.AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A stream socket that listens there."""
    if dualstack_ipv6 and (family != __socket__.AF_INET6 or not __socket__.has_dualstack_ipv6()):
        raise ValueError('dualstack_ipv6 needs AF_INET6, and a system that has it')
    made = socket(family, __socket__.SOCK_STREAM)
    try:
        made.setsockopt(__socket__.SOL_SOCKET, __socket__.SO_REUSEADDR, 1)
        if reuse_port:
            made.setsockopt(__socket__.SOL_SOCKET, __socket__.SO_REUSEPORT, 1)
        if family == __socket__.AF_INET6:
            made.setsockopt(__socket__.IPPROTO_IPV6, __socket__.IPV6_V6ONLY, not dualstack_ipv6)
        try:
            made.bind(address)
        except OSError as failed:
            raise OSError(failed.errno, f'{failed.strerror} (while attempting to bind on address {address!r})') from None
        made.listen(*(() if backlog is None else (backlog,)))
        return made
    except BaseException:
        made.close()
        raise


_socket3.create_connection = create_connection
__imports__.append('create_server')
__all__ = __implements__ + __extensions__ + __imports__
