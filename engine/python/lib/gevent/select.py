"""gevent.select"""

import select as _select
from select import *  # noqa: F401,F403
from select import error

import _greenscope

__implements__ = ['select', 'poll']
__extra__ = ['epoll']
__all__ = ['error', *__implements__]
__imports__ = [name for name in dir(_select) if name.isupper()] + ['error']

POLLIN, POLLOUT, POLLNVAL = _select.POLLIN, _select.POLLOUT, _select.POLLNVAL


def select(rlist, wlist, xlist, timeout=None):
    """As select.select; nobody waits for what is in xlist alone."""
    return _greenscope.select(rlist, wlist, xlist, timeout)


def get_fileno(obj):
    if hasattr(obj, 'fileno'):
        return obj.fileno()
    if not isinstance(obj, int):
        raise TypeError(f'argument must be an int, or have a fileno() method: {obj!r}')
    return obj


class poll:
    """As select.poll, for reading and writing."""

    def __init__(self):
        self.fds = {}

    def register(self, fd, eventmask=POLLIN | POLLOUT):
        self.fds[get_fileno(fd)] = eventmask & (POLLIN | POLLOUT)

    modify = register

    def unregister(self, fd):
        del self.fds[get_fileno(fd)]

    def poll(self, timeout=None):
        """Waits at most so many milliseconds; None and what is negative: for ever."""
        return _greenscope.poll(self.fds, None if timeout is None or timeout < 0 else timeout / 1000)


def _gevent_do_monkey_patch(patch_request):
    """Besides the names: what can't be made to let others run goes."""
    patch_request.default_patch_items()
    if patch_request.patch_kwargs.get('aggressive', True):
        patch_request.remove_item('epoll', 'kqueue', 'kevent', 'devpoll')
