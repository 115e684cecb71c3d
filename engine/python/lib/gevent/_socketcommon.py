"""What gevent.socket is made of besides the class: names, waits, and looking hosts up."""

import contextlib
import errno
import socket as __socket__

from _greenscope import OutsideWork, wait_read as _wait_read, wait_write as _wait_write
from gevent._hub_local import get_hub, get_hub_if_exists
from gevent._util import copy_globals
from gevent.timeout import Timeout

__dns__ = ['getaddrinfo', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getnameinfo', 'getfqdn']
__implements__ = ['create_connection', 'socket', 'SocketType', 'fromfd', 'socketpair', *__dns__]
__extensions__ = ['cancel_wait', 'wait_read', 'wait_write', 'wait_readwrite']
# Taken from the standard module as they are, besides its constants.
__imports__ = [
    'error', 'gaierror', 'herror', 'timeout', 'htonl', 'htons', 'ntohl', 'ntohs', 'inet_aton', 'inet_ntoa', 'inet_pton',
    'inet_ntop', 'gethostname', 'getprotobyname', 'getservbyname', 'getservbyport', 'getdefaulttimeout',
    'setdefaulttimeout', 'AddressFamily', 'SocketKind', 'CMSG_LEN', 'CMSG_SPACE', 'dup', 'if_indextoname', 'if_nameindex',
    'if_nametoindex', 'sethostname', 'has_dualstack_ipv6', 'recv_fds', 'send_fds', 'close',
]
__imports__ += [name for name in __socket__.__all__
                if isinstance(getattr(__socket__, name), (int, str)) and name not in __imports__]
copy_globals(__socket__, globals(), only_names=__imports__)


# --- waiting for descriptors ---

class cancel_wait_ex(OSError):
    """What a greenlet gets whose descriptor another one closes while it waits."""

    def __init__(self):
        super().__init__(errno.EBADF, 'File descriptor was closed in another greenlet')


def cancel_wait(watcher, error=cancel_wait_ex):
    """Raises the error in whoever waits for the watcher."""
    get_hub().cancel_wait(watcher, error)


_TIMED_OUT = object()


def _limit(seconds, exception):
    return Timeout(seconds, TimeoutError('timed out') if exception is _TIMED_OUT else exception)


@contextlib.contextmanager
def _outside():
    """While it lasts real time passes, and a virtual clock does not jump: somebody elsewhere may write."""
    work = OutsideWork()
    try:
        yield
    finally:
        work.end()


def wait(watcher, timeout=None, timeout_exc=_TIMED_OUT, hub=None):
    """Blocks the greenlet until the watcher's event has come."""
    if watcher.callback is not None:
        from gevent.exceptions import ConcurrentObjectUseError
        raise ConcurrentObjectUseError(f'This socket is already used by another greenlet: {watcher.callback!r}')
    with _limit(timeout, timeout_exc), _outside():
        (hub or get_hub()).wait(watcher)


def wait_read(fileno, timeout=None, timeout_exc=_TIMED_OUT):
    """Blocks the greenlet until the descriptor can be read."""
    with _limit(timeout, timeout_exc), _outside():
        _wait_read(fileno)


def wait_write(fileno, timeout=None, timeout_exc=_TIMED_OUT, event=None):
    """Blocks the greenlet until the descriptor can be written."""
    with _limit(timeout, timeout_exc), _outside():
        _wait_write(fileno)


def wait_readwrite(fileno, timeout=None, timeout_exc=_TIMED_OUT, event=None):
    """Blocks the greenlet until the descriptor can be read or written."""
    with get_hub().loop.io(fileno, 3) as watcher:
        wait(watcher, timeout, timeout_exc)


# --- names ---

def _resolver():
    hub = get_hub_if_exists()
    if hub is None:
        # In a thread without a hub the system may be asked at once: it holds up that thread alone.
        from gevent.resolver import blocking
        return blocking.Resolver()
    return hub.resolver


def gethostbyname(hostname):
    """The host's IPv4 address."""
    return _resolver().gethostbyname(hostname)


def gethostbyname_ex(hostname):
    """The host's real name, its other names, and its IPv4 addresses."""
    return _resolver().gethostbyname_ex(hostname)


def gethostbyaddr(ip_address):
    """The name, the other names and the addresses of whoever has the address."""
    return _resolver().gethostbyaddr(ip_address)


def getnameinfo(sockaddr, flags):
    """The names of an address's host and port."""
    return _resolver().getnameinfo(sockaddr, flags)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What to make sockets of that are to be connected there: a list of (family, type, proto, canonname, address)."""
    return [(_member(AddressFamily, of_family), _member(SocketKind, of_type), of_proto, canonname, address)  # noqa: F821
            for of_family, of_type, of_proto, canonname, address
            in _resolver().getaddrinfo(host, port, family, type, proto, flags)]


def _member(kind, value):
    try:
        return kind(value)
    except ValueError:
        return value


def getfqdn(name=''):
    """The host's full name: of those that it has, the first with a dot."""
    name = name.strip()
    if not name or name == '0.0.0.0':
        name = __socket__.gethostname()
    try:
        first, others, _ = gethostbyaddr(name)
    except OSError:
        return name
    return next((one for one in (first, *others) if '.' in one), first)


def _resolve_addr(sock, address):
    """The address to connect that socket to, with a number where it had a name."""
    family = sock.family
    if family not in (__socket__.AF_INET, __socket__.AF_INET6) or not isinstance(address, tuple):
        return address
    try:
        __socket__.inet_pton(family, address[0])
        return address
    except OSError:
        pass
    # The port does not take part: it may be one that getaddrinfo refuses.
    found = getaddrinfo(address[0], None, family)[0][-1]
    return (found[0], address[1], *found[2:])
