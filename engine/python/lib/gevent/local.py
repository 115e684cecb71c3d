"""gevent.local"""

import _greenscope

__all__ = ['local']


class local(_greenscope.Local):
    """Each greenlet sees attributes of its own."""

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError('Initialization arguments are not supported', args, kwargs)
        self = super().__new__(cls)
        _greenscope.Local._prepare(self, args, kwargs)
        # This greenlet's __init__ is run by whoever called.
        _greenscope.Local._mine(self)
        return self

    def __getattribute__(self, name):
        _show_mine(self)
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        if name == '__dict__':
            raise AttributeError(f'{type(self).__name__!r} object attribute "__dict__" is read-only')
        _show_mine(self)
        object.__setattr__(self, name, value)
        _greenscope.Local._has_stored(self)

    def __delattr__(self, name):
        if name == '__dict__':
            raise AttributeError(f'{type(self).__name__!r} object attribute "__dict__" is read-only')
        _show_mine(self)
        object.__delattr__(self, name)
        _greenscope.Local._has_stored(self)


def _show_mine(self):
    """Lets it have the running greenlet's attributes; in one that is new to it, __init__ makes them."""
    mine, begin = _greenscope.Local._mine(self)
    object.__setattr__(self, '__dict__', mine)
    if begin is not None and type(self).__init__ is not object.__init__:
        args, kwargs = begin
        type(self).__init__(self, *args, **kwargs)
