"""gevent.greenlet"""

import sys
import weakref

import _greenscope
from greenlet import GreenletExit
from _greenscope import getcurrent, joinall, killall

__all__ = ['Greenlet', 'GreenletExit', 'getcurrent', 'joinall', 'killall']


class Greenlet(_greenscope.Greenlet):
    """A task that runs beside others, a turn at a time."""

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
        return () if error is None else (type(error), error, error.__traceback__)

    @property
    def loop(self):
        from gevent.hub import get_hub
        return get_hub().loop

    @property
    def parent(self):
        return _greenscope.get_hub()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        try:
            if kind is not None:
                self.kill(value)
        finally:
            self.join()

    def __repr__(self):
        name = type(self).__name__
        label = f' "{self._name}"' if self._name is not None else ''
        return f'<{name}{label} at {id(self):#x}: {self._format()}>'

    def _format(self):
        if self._text is None:
            function = self._run_given
            self._text = getattr(function, '__name__', None) or (repr(function) if function else '_run')
            if '<' in self._text:
                self._text = repr(function)
        given = [_cut(repr(value)) for value in self.args]
        given += [f'{name}={_cut(repr(value))}' for name, value in self.kwargs.items()]
        return f'{self._text}({", ".join(given)})' if given else self._text

    @staticmethod
    def add_spawn_callback(callback):
        raise NotImplementedError('Greenlet.add_spawn_callback() is not built')

    @staticmethod
    def remove_spawn_callback(callback):
        """None can have been added."""


def _cut(text):
    return text if len(text) <= 50 else text[:50] + '...'


class _Idents:
    """Small numbers, the smallest free one first."""

    def __init__(self):
        self._taken = set()

    def take(self, owner):
        number = 0
        while number in self._taken:
            number += 1
        self._taken.add(number)
        weakref.finalize(owner, self._taken.discard, number).atexit = False
        return number


_idents = _Idents()
del sys
