"""gevent.local"""

import _greenscope

__all__ = ['local']


class local(_greenscope.Local):
    """Each greenlet sees attributes of its own."""

    def __copy__(self):
        args, kwargs = _greenscope.Local._given(self)
        made = type(self)(*args, **(kwargs or {}))
        made.__dict__.update(self.__dict__)
        return made
