"""gevent.selectors"""

import selectors as _selectors
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector, SelectorKey  # noqa: F401

from gevent.select import poll as _poll, POLLIN, POLLOUT

__implements__ = ['DefaultSelector']
__extensions__ = ['GeventSelector']
__all__ = __implements__ + __extensions__
__imports__ = []


class GeventSelector(_selectors._BaseSelectorImpl):
    """A selector that waits without holding anybody up."""

    def select(self, timeout=None):
        asked = _poll()
        for fd, key in self._fd_to_key.items():
            asked.register(fd, (POLLIN if key.events & EVENT_READ else 0) | (POLLOUT if key.events & EVENT_WRITE else 0))
        limit = None if timeout is None else max(0, timeout) * 1000
        ready = []
        for fd, found in asked.poll(limit):
            key = self._fd_to_key.get(fd)
            events = (EVENT_READ if found & ~POLLOUT else 0) | (EVENT_WRITE if found & ~POLLIN else 0)
            if key is not None and events & key.events:
                ready.append((key, events & key.events))
        return ready


DefaultSelector = GeventSelector


def _gevent_do_monkey_patch(patch_request):
    """Besides the names: those that the module keeps of select, and what can't be made to let others run."""
    patch_request.default_patch_items()

    def waiting(self, *args):
        from gevent.select import select
        return select(*args)
    waiting._gevent_monkey = True
    _selectors.SelectSelector._select = waiting
    _selectors.PollSelector._selector_cls = _poll
    if patch_request.patch_kwargs.get('aggressive', True):
        patch_request.remove_item('EpollSelector', 'KqueueSelector', 'DevpollSelector')
