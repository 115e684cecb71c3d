"""gevent.select"""

import select as _select
from select import *  # noqa: F401,F403
from select import error

import _greenscope
from _greenscope import select

__implements__ = ['select', 'poll']
__extra__ = ['epoll']
__all__ = ['error', *__implements__]
__imports__ = [name for name in dir(_select) if name.isupper()] + ['error']

POLLIN, POLLOUT, POLLNVAL = _select.POLLIN, _select.POLLOUT, _select.POLLNVAL
_own_poll = _select.poll
_own_select = _select.select


def _descriptor(fd):
    return fd if isinstance(fd, int) else fd.fileno()


class PollResult:
    """What a poll has found so far."""

    __slots__ = ('events', 'event')

    def __init__(self):
        self.events = set()


class poll:
    """As select.poll, for reading and writing."""

    def __init__(self):
        self.fds = {}

    def register(self, fd, eventmask=POLLIN | POLLOUT):
        self.fds[_descriptor(fd)] = eventmask

    def modify(self, fd, eventmask):
        if _descriptor(fd) not in self.fds:
            raise FileNotFoundError(2, 'No such file or directory')
        self.fds[_descriptor(fd)] = eventmask

    def unregister(self, fd):
        del self.fds[_descriptor(fd)]

    def _now(self):
        asked = _own_poll()
        for fd, mask in self.fds.items():
            asked.register(fd, mask & (POLLIN | POLLOUT))
        return asked.poll(0)

    def poll(self, timeout=None):
        """Waits at most so many milliseconds."""
        found = self._now()
        if found or timeout == 0:
            _greenscope.sleep(0)
            return found
        readers = [fd for fd, mask in self.fds.items() if mask & POLLIN]
        writers = [fd for fd, mask in self.fds.items() if mask & POLLOUT]
        limit = None if timeout is None or timeout < 0 else timeout / 1000.0
        select(readers, writers, [], limit)
        return self._now()


def _gevent_do_monkey_patch(patch_request):
    """Besides the names: what can't be made to let others run goes."""
    patch_request.default_patch_items()
    if patch_request.patch_kwargs.get('aggressive', True):
        patch_request.remove_item('epoll', 'kqueue', 'kevent', 'devpoll')
