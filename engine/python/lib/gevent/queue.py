"""gevent.queue"""

import collections
import heapq
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


_OF_ITEMS = '_create_queue', '_get', '_peek', '_put'


class _WithItems(_Iterated):
    """What all queues have that store something.

    A class of the program's may say how: it is then asked for each item. Else the engine keeps them.
    """

    _keeps_items = False

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        ours = next(one for one in cls.__mro__ if one.__module__ == __name__)
        cls._keeps_items = any(getattr(cls, name) is not getattr(ours, name) for name in _OF_ITEMS)

    @property
    def queue(self):
        """The items, as they lie there."""
        return self._kept() if self._keeps_items else self._create_queue(self._kept())

    def copy(self):
        """Another one with the same items."""
        if self._keeps_items:
            return type(self)(self.maxsize, self.queue)
        return super().copy()

    def _create_queue(self, items=()):
        return collections.deque(items)

    def _put(self, item):
        if not self._keeps_items:
            self.put_nowait(item)
        else:
            self.queue.append(item)

    def _get(self):
        return self.queue.popleft() if self._keeps_items else self.get_nowait()

    def _peek(self):
        return self.queue[0] if self._keeps_items else self.peek_nowait()

    def __len__(self):
        return self.qsize()

    def __bool__(self):
        return True

    __nonzero__ = __bool__

    def _format(self):
        told = '' if self.maxsize is None else f' maxsize={self.maxsize!r}'
        if self.qsize():
            told += f' queue={self.queue!r}'
        return told + _told_of_waiting(self)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x}{self._format()}>'

    def __str__(self):
        return f'<{type(self).__name__}{self._format()}>'


def _told_of_waiting(queue):
    getters, putters = queue._waiting()
    return (f' getters[{getters}]' if getters else '') + (f' putters[{putters}]' if putters else '')


class Queue(_WithItems, _greenscope.Queue):
    """First in, first out."""


UnboundQueue = Queue


class LifoQueue(_WithItems, _greenscope.LifoQueue):
    """The newest item comes out first."""

    def _create_queue(self, items=()):
        return list(items)

    def _get(self):
        return self.queue.pop() if self._keeps_items else self.get_nowait()

    def _peek(self):
        return self.queue[-1] if self._keeps_items else self.peek_nowait()


class PriorityQueue(_WithItems, _greenscope.PriorityQueue):
    """The smallest item comes out first."""

    def _create_queue(self, items=()):
        items = list(items)
        heapq.heapify(items)
        return items

    def _put(self, item):
        if not self._keeps_items:
            self.put_nowait(item)
        else:
            heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue) if self._keeps_items else self.get_nowait()


class JoinableQueue(_WithItems, _greenscope.JoinableQueue):
    """Knows which of its items are still being worked on."""

    def _format(self):
        told = super()._format()
        if self.unfinished_tasks:
            told += f' tasks={self.unfinished_tasks} _cond=<Event clear _links[{self._joining()}]>'
        return told


class Channel(_Iterated, _greenscope.Channel):
    """Stores nothing: whoever puts waits until somebody gets."""

    def __init__(self, maxsize=1):
        if maxsize != 1:
            raise ValueError('Channels have a maxsize of 1')
        super().__init__()

    def _format(self):
        return _told_of_waiting(self)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {self._format()}>'

    def __str__(self):
        return f'<{type(self).__name__} {self._format()}>'


class SimpleQueue(_greenscope.SimpleQueue):
    """The standard library's."""
