"""The module greenlet, as far as programs for gevent use it. The greenlets are the engine's."""

from _greenscope import getcurrent, greenlet

__all__ = ['GreenletExit', 'error', 'getcurrent', 'gettrace', 'greenlet', 'settrace']
__version__ = '2.0.2'


class GreenletExit(BaseException):
    """Ends a greenlet quietly."""


class error(Exception):
    """A switch that can't be made."""


def settrace(callback):
    raise NotImplementedError('greenlet.settrace() is not built: the window shows every switch')


def gettrace():
    return None


greenlet.GreenletExit = GreenletExit
greenlet.error = error
greenlet.getcurrent = staticmethod(getcurrent)
