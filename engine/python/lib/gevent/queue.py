"""gevent.queue"""

import heapq  # noqa: F401
from queue import Empty, Full

import _greenscope

__all__ = ['Channel', 'Empty', 'Full', 'JoinableQueue', 'LifoQueue', 'PriorityQueue', 'Queue', 'SimpleQueue',
           'UnboundQueue']


__implements__ = ['SimpleQueue']


class _Iterated:
    def __iter__(self):
        return self

    def __next__(self):
        item = self.get()
        if item is StopIteration:
            raise item
        return item

    next = __next__


class _Shown(_Iterated):
    def __len__(self):
        return self.qsize()

    def __bool__(self):
        return True

    __nonzero__ = __bool__

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} maxsize={self.maxsize!r} qsize={self.qsize()}>'

    def __str__(self):
        return f'<{type(self).__name__} maxsize={self.maxsize!r} qsize={self.qsize()}>'


class Queue(_Shown, _greenscope.Queue):
    """First in, first out."""


UnboundQueue = Queue


class LifoQueue(_Shown, _greenscope.LifoQueue):
    """The newest item comes out first."""


class PriorityQueue(_Shown, _greenscope.PriorityQueue):
    """The smallest item comes out first."""


class JoinableQueue(_Shown, _greenscope.JoinableQueue):
    """Knows which of its items are still being worked on."""


class Channel(_Iterated, _greenscope.Channel):
    """Stores nothing: whoever puts waits until somebody gets."""


class SimpleQueue(_greenscope.SimpleQueue):
    """The standard library's."""
