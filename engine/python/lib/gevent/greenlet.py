"""gevent.greenlet"""

import heapq
import weakref

import _greenscope
from greenlet import GreenletExit
from _greenscope import getcurrent, joinall, killall

__all__ = ['Greenlet', 'joinall', 'killall']

GreenletExit, getcurrent = GreenletExit, getcurrent  # other libraries look for them here


class Greenlet(_greenscope.Greenlet):
    """A task that runs beside others, a turn at a time."""

    spawning_stack_limit = 10
    _name = None
    _text = None

    @property
    def name(self):
        if self._name is None:
            self._name = f'{type(self).__name__}-{self.minimal_ident}'
        return self._name

    @name.setter
    def name(self, name):
        self._name = name

    @property
    def minimal_ident(self):
        ident = self.__dict__.get('_ident')
        if ident is None:
            ident = self._ident = _idents.take(self)
        return ident

    @property
    def exc_info(self):
        error = self.exception
        return None if error is None else (type(error), error, error.__traceback__)

    @property
    def loop(self):
        from gevent.hub import get_hub
        return get_hub().loop

    @property
    def _links(self):
        return self._known_links()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            self.kill((kind, value, traceback))
            return
        try:
            self.join()
        finally:
            self.kill()

    def __repr__(self):
        name = type(self).__name__
        label = f' "{self._name}"' if self._name is not None else ''
        return f'<{name}{label} at {id(self):#x}: {self._format()}>'

    def _formatinfo(self):
        return self._format()

    def _format(self):
        if self._text is None:
            function = self._run_given or self._run
            owner = getattr(function, '__self__', None)
            if owner is self:
                text = '_run'
            elif owner is not None:
                text = repr(function)
            else:
                text = getattr(function, '__name__', '') or repr(function)
            given = [repr(value)[:50] for value in self.args]
            given += [f'{name}={repr(value)[:50]}' for name, value in self.kwargs.items()]
            # Kept, since the function and its arguments go with the end.
            self._text = f'{text}({", ".join(given)})' if given else text
        return self._text

    def _run(self):
        """What it does, if it was given no function."""

    @staticmethod
    def add_spawn_callback(callback):
        """Calls it with each greenlet that is started."""
        _spawn_callbacks.add(callback)
        _greenscope.set_spawn_callbacks(_spawn_callbacks)

    @staticmethod
    def remove_spawn_callback(callback):
        _spawn_callbacks.discard(callback)
        _greenscope.set_spawn_callbacks(_spawn_callbacks or None)


_spawn_callbacks = set()


class _Frame:
    """Looks like a frame to the module traceback, but holds nothing of what the frame held."""

    __slots__ = ('f_code', 'f_lineno', 'f_back')
    f_globals = f_locals = property(lambda _self: {})

    def __init__(self, code, line, back):
        self.f_code = code
        self.f_lineno = line
        self.f_back = back


def _frames_of(places):
    """The innermost frame, of code objects and lines."""
    frame = None
    for code, line in reversed(places):
        if not code.co_filename.startswith('<greenscope>/'):
            frame = _Frame(code, line, frame)
    return frame


class _Idents:
    """Small numbers, the smallest free one first."""

    def __init__(self):
        self._free = []
        self._next = 0

    def take(self, owner):
        if self._free:
            number = heapq.heappop(self._free)
        else:
            number = self._next
            self._next += 1
        weakref.finalize(owner, heapq.heappush, self._free, number).atexit = False
        return number


_idents = _Idents()
