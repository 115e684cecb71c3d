"""gevent.pool"""

from queue import Full as QueueFull

import _greenscope
from gevent.greenlet import Greenlet, getcurrent, joinall
from gevent.lock import Semaphore
from gevent.queue import Queue

__all__ = ['Group', 'Pool', 'PoolFull']


class PoolFull(QueueFull):
    """There is no place, and nobody is to wait for one."""


class Failure(Exception):
    """Comes in place of a result: what is to be raised there, and StopIteration() behind the last one."""


class IMapUnordered(Greenlet):
    """Goes through the items, starts a task for each, and hands out the results as they come."""

    def __init__(self, function, items, spawn, maxsize=None):
        self._spawn = spawn
        self._function = function
        self._items = items
        self.queue = Queue(_name='results')
        self._places = Semaphore(maxsize, _name='places') if maxsize else None
        self._open = 0
        self._count = 0
        self._is_over = False
        Greenlet.__init__(self)

    def __iter__(self):
        return self

    def __next__(self):
        if self._places is not None:
            self._places.release()
        result = self._take()
        if isinstance(result, Failure):
            raise result.args[0]
        return result

    next = __next__

    def _put(self, _index, result):
        self.queue.put(result)

    def _take(self):
        return self.queue.get()

    def _run(self):
        try:
            function = self._function
            for item in self._items:
                if self._places is not None:
                    self._places.acquire()
                self._open += 1
                task = self._spawn(function, item)
                task._index = self._count
                self._count += 1
                task.rawlink(self._on_end)
        except BaseException as error:
            self._put_end(error)
            raise
        finally:
            self._spawn = self._function = self._items = None
            if self._places is not None:
                for _ in range(self._open + 1):
                    self._places.release()
        if self._open <= 0:
            self._put_end(StopIteration())

    def _put_end(self, error):
        if not self._is_over:
            self._is_over = True
            self._put(self._count, Failure(error))

    def _on_end(self, task):
        self._open -= 1
        self._put(task._index, task.value if task.successful() else Failure(task.exception))
        if self.ready() and self._open <= 0:
            self._put_end(StopIteration())


class IMap(IMapUnordered):
    """The same, in the items' order."""

    def __init__(self, *args, **kwargs):
        self._early = {}
        self._next_index = 0
        IMapUnordered.__init__(self, *args, **kwargs)

    def _put(self, index, result):
        self.queue.put((index, result))

    def _take(self):
        while self._next_index not in self._early:
            index, result = self.queue.get()
            self._early[index] = result
        self._next_index += 1
        return self._early.pop(self._next_index - 1)


class GroupMappingMixin:
    """What maps functions over items: a group of greenlets, or a pool of threads."""

    # --- calls of a function, each in a task of its own ---

    def apply(self, func, args=None, kwds=None):
        args, kwds = args or (), kwds or {}
        if self._apply_immediately():
            return func(*args, **kwds)
        return self.spawn(func, *args, **kwds).get()

    def apply_cb(self, func, args=None, kwds=None, callback=None):
        result = self.apply(func, args, kwds)
        if callback is not None:
            self._apply_async_cb_spawn(callback, result)
        return result

    def apply_async(self, func, args=None, kwds=None, callback=None):
        args, kwds = args or (), kwds or {}
        if self._apply_async_use_greenlet():
            return Greenlet.spawn(self.apply_cb, func, args, kwds, callback)
        greenlet = self.spawn(func, *args, **kwds)
        if callback is not None:
            greenlet.link(pass_value(callback))
        return greenlet

    def map(self, func, iterable):
        return Greenlet.spawn(self.__map, func, iterable).get()

    def __map(self, func, iterable):
        return [greenlet.get() for greenlet in [self.spawn(func, item) for item in iterable]]

    def map_cb(self, func, iterable, callback=None):
        result = self.map(func, iterable)
        if callback is not None:
            callback(result)
        return result

    def map_async(self, func, iterable, callback=None):
        return Greenlet.spawn(self.map_cb, func, iterable, callback)

    def imap(self, func, *iterables, **kwargs):
        return self.__results(IMap, func, iterables, **kwargs)

    def imap_unordered(self, func, *iterables, **kwargs):
        return self.__results(IMapUnordered, func, iterables, **kwargs)

    def __results(self, kind, func, iterables, maxsize=None):
        return kind.spawn(lambda items: func(*items), zip(*iterables), self.spawn, maxsize) \
            if len(iterables) != 1 else kind.spawn(func, iterables[0], self.spawn, maxsize)


class Group(GroupMappingMixin, _greenscope.Group):
    """Greenlets that belong together, as long as they run."""

    greenlet_class = Greenlet

    def __init__(self, *args):
        if len(args) > 1:
            raise TypeError(f'{type(self).__name__} takes at most 1 argument ({len(args)} given)')
        self._prepare()
        if args:
            for greenlet in args[0]:
                self.add(greenlet)

    def __iter__(self):
        return iter(self.greenlets)

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {set(self.greenlets)}>'

    def start(self, greenlet, *args, **kwargs):
        """Adds one that was not started, and starts it."""
        self.add(greenlet, *args, **kwargs)
        greenlet.start()

    def spawn(self, *args, **kwargs):
        """Makes one, adds and starts it."""
        greenlet = self.greenlet_class(*args, **kwargs)
        self.start(greenlet)
        return greenlet

    def join(self, timeout=None, raise_error=False):
        """Waits until nobody is in it; whether that came before the timeout."""
        members = self.greenlets if raise_error else ()
        result = self._wait_until_empty(timeout)
        for greenlet in members:
            if greenlet.exception is not None:
                raise greenlet.exception
        return result

    def full(self):
        return False

    def wait_available(self, timeout=None):
        """There is always room."""

    def _apply_immediately(self):
        return getcurrent() in self

    def _apply_async_cb_spawn(self, callback, result):
        Greenlet.spawn(callback, result)

    def _apply_async_use_greenlet(self):
        return self.full()


class Pool(Group):
    """A group with room for so many; whoever spawns waits for a place."""

    def __init__(self, size=None, greenlet_class=None):
        if size is not None and size < 0:
            raise ValueError('size must not be negative')
        self._prepare(size)
        if greenlet_class is not None:
            self.greenlet_class = greenlet_class

    @property
    def _semaphore(self):
        return _Places(self)

    def full(self):
        return self.free_count() <= 0

    def free_count(self):
        return 1 if self.size is None else max(0, self.size - len(self))

    def wait_available(self, timeout=None):
        """Waits until there is a place; how many there are."""
        return self._wait_available(timeout)


class _Places:
    """The pool's free places, as a semaphore would count them."""

    def __init__(self, pool):
        self._pool = pool

    @property
    def counter(self):
        return self._pool.free_count()

    def rawlink(self, callback):
        """Calls the function in the hub, once, when there is a place."""
        self._pool._link_places(callback, self)

    def unlink(self, callback):
        self._pool._unlink_places(callback)


class pass_value:
    """A link that calls a function with the value of what succeeded."""

    __slots__ = ('callback',)

    def __init__(self, callback):
        self.callback = callback

    def __call__(self, source):
        if source.successful():
            self.callback(source.value)

    def __eq__(self, other):
        return self.callback == getattr(other, 'callback', other)

    def __hash__(self):
        return hash(self.callback)

    def __getattr__(self, name):
        if name == 'callback':
            raise AttributeError(name)
        return getattr(self.callback, name)


del joinall
